import { z } from "zod";
import { defined } from "../../defined.ts";
import { EXPECTATIONS } from "../expectations/index.ts";
import { BASES, PROTOCOLS, ROLES_PER_ACCOUNT } from "../model/index.ts";
import type { Basis, Expect, Protocol, RolesPerAccount, World } from "../model/index.ts";
import { PLANNED_EXPECTATIONS } from "../planned.ts";
import type { Cursor } from "./cursor.ts";
import { buildKnobValues, whenSchema } from "./policy.ts";
import type { WrittenValues } from "./policy.ts";
import { strictWithPlanned } from "./strict.ts";
import { many, nameSchema, text } from "./words.ts";

const kinds = Object.fromEntries(Object.values(EXPECTATIONS).map(({ kind, schema }) => [kind, schema.optional()]));

const shape = {
  ...kinds,
  at: z
    .literal("door")
    .optional()
    .describe("Beside `outcome`: a refusal counts also where the SP turns the person away before the IdP is asked."),
  remember: nameSchema
    .optional()
    .describe("Gives the account of the session (or nobody) this name from the next step on."),
  basis: z.enum(BASES).optional().describe("What this rests on: clause, harm, policy or advice."),
  one_of: z
    .array(z.lazy(() => worldSchema))
    .min(1, "must not be an empty list")
    .optional()
    .describe("Lawful alternatives: at least one must hold."),
};

export interface WrittenExpect {
  readonly [kind: string]: unknown;
  readonly at?: "door" | undefined;
  readonly remember?: string | undefined;
  readonly basis?: Basis | undefined;
  readonly one_of?: readonly WrittenWorld[] | undefined;
}

interface WrittenWorld extends WrittenExpect {
  readonly protocols?: readonly Protocol[] | undefined;
  readonly roles?: RolesPerAccount | undefined;
  readonly when?: WrittenValues | undefined;
  readonly doubt?: string | undefined;
}

/** A lawful alternative: a whole expectation, with the policy under which it is lawful. */
const worldSchema: z.ZodType<WrittenWorld> = strictWithPlanned(
  {
    when: whenSchema.optional().describe("Knob -> value or values; left out: lawful whatever the policy."),
    doubt: text
      .optional()
      .describe(
        "What else would look the same, behind `unless`: the row alone is then no reason to declare its policy.",
      ),
    protocols: z
      .array(z.enum(PROTOCOLS))
      .min(1, "must not be an empty list")
      .optional()
      .describe("Lawful on these protocols only; left out: on every one."),
    roles: z
      .enum(ROLES_PER_ACCOUNT)
      .optional()
      .describe("Of SPs whose accounts have one role at a time (`single`), or `several`; left out: of every one."),
    ...shape,
  },
  PLANNED_EXPECTATIONS,
).meta({ id: "alternative" });

/** What must be true after a step. */
export const expectSchema: z.ZodType<WrittenExpect> = strictWithPlanned(shape, PLANNED_EXPECTATIONS).describe(
  "What must be true after the step.",
);

export function buildExpect(written: WrittenExpect, at: Cursor): Expect {
  const all = Object.values(EXPECTATIONS).flatMap((row) => {
    const value = written[row.kind];
    return value === undefined ? [] : [row.build(value, at.in(row.kind), { at: written.at })];
  });
  const one_of = (written.one_of ?? []).map((world, index) => buildWorld(world, at.in("one_of", index)));
  if (written.remember !== undefined) at.in("remember").note("remember", "account", written.remember);
  return {
    all,
    one_of,
    ...defined({ remember: written.remember, basis: written.basis }),
    place: at.place,
  };
}

function buildWorld(written: WrittenWorld, at: Cursor): World {
  const { protocols, roles, doubt } = written;
  const identity_key = many(written.when?.identity_key);
  return {
    ...buildExpect(written, at),
    when: buildKnobValues(written.when),
    ...defined({ doubt }),
    ...(identity_key.length === 0 ? {} : { identity_key }),
    ...defined({ protocols, roles }),
  };
}
