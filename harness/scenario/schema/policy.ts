import { z } from "zod";
import { IDENTITY_KEY, KEY_KINDS, KNOB_NAMES, KNOB_ROWS, KNOBS } from "../model/index.ts";
import type { IdentityKey, KeyKind, Knob, KnobValues, Policy } from "../model/index.ts";
import { strictWithPlanned } from "./strict.ts";
import { defined, many, oneOrMany, text } from "./words.ts";

const identityKey = z
  .string()
  .regex(IDENTITY_KEY, {
    error: "must be `iss_sub`, `tid_oid`, `entity_nameid`, `entity_attr:NAME`, `claim:NAME` or `email`, not %",
  })
  .describe(
    "What identifies an account: (issuer, subject), (tenant, oid), (entityID, NameID), an attribute; `email` and `claim:NAME` are unsafe.",
  )
  .meta({ examples: ["iss_sub", "entity_nameid", "tid_oid", "entity_attr:eduPersonUniqueId", "email"] });

function forEachKnob<T>(make: (knob: Knob) => T): Record<Knob, T> {
  return Object.fromEntries(KNOB_NAMES.map((knob) => [knob, make(knob)])) as Record<Knob, T>;
}

/** The values in the order of the documentation. One that is a number in YAML is taken as it is written, without quotes. */
export function valuesOf(knob: Knob): z.ZodType<string> {
  const words = z.enum(KNOBS[knob]);
  const numbers = KNOBS[knob].filter((value) => /^\d+$/.test(value)).map(Number);
  return numbers.length === 0 ? words : z.union([words, z.literal(numbers).transform(String)]);
}

const declared = forEachKnob((knob): z.ZodOptional<z.ZodType<string>> =>
  valuesOf(knob).optional().describe(KNOB_ROWS[knob].about),
);

/** What the SP's owner declares. */
export const policySchema = z.strictObject({
  ...declared,
  identity_key: identityKey.optional(),
  required_attributes: z.array(text).optional().describe("Claims without which a first sign-in is incomplete."),
});

export function buildPolicy(written: z.infer<typeof policySchema> | undefined): Policy {
  // The pattern of the schema is the type's own.
  const identity_key = written?.identity_key as IdentityKey | undefined;
  return defined({ ...written, identity_key }) as Policy;
}

export const admittedKnobs = forEachKnob((knob): z.ZodOptional<z.ZodType<string | string[]>> =>
  oneOrMany(valuesOf(knob))
    .optional()
    .describe(`One or more of ${KNOBS[knob].join(", ")}.`),
);

export type WrittenValues = Partial<Readonly<Record<Knob, string | readonly string[] | undefined>>> & {
  readonly identity_key?: KeyKind | readonly KeyKind[] | undefined;
};

const identityKeys = oneOrMany(z.enum(KEY_KINDS))
  .optional()
  .describe("Kinds of identity key: `entity_attr` stands for `entity_attr:NAME`.");

/** Knob -> the value or values at which a row holds. */
export const whenSchema = strictWithPlanned({ ...admittedKnobs, identity_key: identityKeys }, [], {
  required_attributes: "A row cannot depend on it; a whole scenario can: `require: { required_attributes: ... }`.",
});

/** What a scenario demands of the policy. */
export const requiredPolicySchema = strictWithPlanned({ ...admittedKnobs, identity_key: identityKeys }, [], {
  required_attributes: "Write it beside `policy`: `require: { required_attributes: ... }`.",
});

export function buildKnobValues(written: WrittenValues | undefined): KnobValues {
  const values = KNOB_NAMES.flatMap((knob) => {
    const value = written?.[knob];
    return value === undefined ? [] : [[knob, many<string>(value)] as const];
  });
  return Object.fromEntries(values);
}
