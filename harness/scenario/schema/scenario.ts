import { z } from "zod";
import { defined } from "../../defined.ts";
import { BASES, LANES, PROTOCOLS, SEVERITIES, SIGN_NAMES, SIGNS, SITUATIONS, WRITTEN_FIELDS } from "../model/index.ts";
import type { Requirements, Scenario, Sign } from "../model/index.ts";
import { EVENTS, MAPPED_GROUPS, SEATS, SESSION_COOKIE } from "../abilities.ts";
import { STEPS, buildStep, stepSchema } from "../steps/index.ts";
import type { Cursor } from "./cursor.ts";
import { buildEach, eachSchema } from "./each.ts";
import { buildGiven, givenSchema } from "./given.ts";
import type { Bases } from "./person.ts";
import { admittedKnobs, buildKnobValues, requiredPolicySchema } from "./policy.ts";
import { many, month, nameSchema, oneOrMany, text } from "./words.ts";

/** Abilities that a step of today can need. */
const ABILITIES: readonly string[] = [
  ...Object.values(STEPS).flatMap(({ ability }) => ability ?? []),
  SEATS,
  MAPPED_GROUPS,
  SESSION_COOKIE,
  EVENTS,
];

const SEED_FIELDS = [...WRITTEN_FIELDS, "password", "organization"] as const;

const requireSchema = z
  .strictObject({
    policy: requiredPolicySchema
      .optional()
      .describe("Knob -> value or values that the connection must declare or leave open."),
    saml: z
      .strictObject(admittedKnobs)
      .optional()
      .describe(
        "As `policy`, of SAML connections alone: what a claim says over OpenID Connect, a policy must say there.",
      ),
    not: z
      .strictObject(admittedKnobs)
      .optional()
      .describe("Knob -> value or values: where the connection declares one, the scenario does not apply."),
    can: z
      .array(z.enum(ABILITIES as readonly [string, ...string[]]))
      .optional()
      .describe("Abilities that the target must have."),
    seeds: z
      .array(z.enum(SEED_FIELDS))
      .optional()
      .describe(
        "Fields that `seed.account` of the target must write, or whether it says of which `organization` the account is; where it does not, the scenario does not apply.",
      ),
    shows: z
      .array(text)
      .optional()
      .describe(
        "Attributes of accounts that the target must map (`attributes.department` is `department`), or `username`, `name` or `last_sign_in`; where it does not, the scenario does not apply.",
      ),
    roles: z
      .int("must be 1 or 2, not %")
      .min(1, "must be 1 or 2, not %")
      .max(2, "must be 1 or 2, not %")
      .optional()
      .describe("How many mapped roles (`roles.one`, `roles.two`) the connection must have."),
    domains: z
      .literal(2, "must be 2 or left out, not %")
      .optional()
      .describe("How many verified domains the organization must have: the second is `second_domain`."),
    public_domain: z
      .literal(true, "must be `true` or left out, not %")
      .optional()
      .describe("The organization must have entered a domain of a public mail provider: `public_domain`."),
    default_role: z
      .literal(true, "must be `true` or left out, not %")
      .optional()
      .describe("The connection must say what `roles.default` is, or that there is none (`default_role: none`)."),
    required_attributes: oneOrMany(text)
      .optional()
      .describe("Claims that must be among the connection's required_attributes; with a leading `!`: must not."),
  })
  .describe("What a target must offer for the scenario to apply.");

const sign = z.enum(SIGN_NAMES as readonly [Sign, ...Sign[]]);
const cause = text.describe("The likely cause of a failure.");
const fix = text.describe("What to do about it.");

const explainSchema = z
  .strictObject({
    cause,
    fix,
    causes: z
      .array(
        z.strictObject({
          sign: sign.describe(`What tells it: ${SIGN_NAMES.map((name) => `${name} (${SIGNS[name]})`).join("; ")}.`),
          cause,
          fix,
        }),
      )
      .min(1, "must not be an empty list")
      .optional()
      .describe(
        "Causes that are told apart by what was seen: the first whose sign was seen is told in place of the other.",
      ),
  })
  .describe("For the person who sees it fail.");

const kebab = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, "must be lower-case words joined by `-`, not %")
  .describe("Permanent and unique: lower-case words joined by `-`.");

export const scenarioSchema = z
  .strictObject({
    id: kebab,
    title: text.describe("What must be true, in one line."),
    since: month.optional().describe("The month in which it came; left out: before December 2026."),
    severity: z.enum(SEVERITIES).describe("MUST, SHOULD or MAY."),
    basis: z.enum(BASES).optional().describe("What the scenario rests on: clause, harm, policy or advice."),
    protocols: z
      .array(z.enum(PROTOCOLS))
      .min(1, "must name `oidc`, `saml` or both")
      .describe("The protocols that it runs on."),
    references: z.array(text).optional().describe("Clauses (`OIDCC-5.7`) or addresses of what it rests on."),
    tags: z.array(text).optional(),
    include: z
      .array(text)
      .optional()
      .describe("People files, relative to this file; their people are bases for those of the same name."),
    require: requireSchema.optional(),
    lane: z.enum(LANES).optional().describe("`exclusive`: nothing else runs beside it; left out: parallel."),
    given: givenSchema,
    each: eachSchema.optional(),
    steps: z
      .array(stepSchema)
      .min(1, "must have at least one step")
      .describe("What is done, and what must then be true."),
    covers: oneOrMany(z.enum(SITUATIONS))
      .optional()
      .describe(
        "What it is made for, where other scenarios give way: a key of identity that is the email, or transient.",
      ),
    among_known: z
      .literal(true)
      .optional()
      .describe(
        "Its question is none of newcomers alone: at an SP that lets nobody new in, whoever is new in it has an account before, made by `seed.account`, also where a table says how the first sign-in may end.",
      ),
    root: oneOrMany(sign)
      .optional()
      .describe("Faults of which it is the plainest sight: other checks that fail by the same one follow from it."),
    explain: explainSchema.optional(),
    killed_by: z
      .array(nameSchema)
      .optional()
      .describe(
        "Defects of the reference SP that it catches; a scenario of the kit's own that catches none is unproven.",
      ),
  })
  .describe("A scenario: given people, accounts and connections, steps, and what must be true after each.");

export type WrittenScenario = z.infer<typeof scenarioSchema>;

/** Take the place of keys that are faulty, so that the rest of the file is still checked. */
export const SCENARIO_STAND_INS = {
  id: "x",
  title: "x",
  severity: "MAY",
  protocols: PROTOCOLS,
  given: {},
  steps: [{ look: "x" }],
};

export function buildScenario(written: WrittenScenario, at: Cursor, pack: string, bases: Bases): Scenario {
  const given = buildGiven(written.given, at.in("given"), bases);
  const steps = written.steps.flatMap((step, index) => buildStep(step, at.in("steps", index)));
  return {
    id: written.id,
    title: written.title,
    pack,
    severity: written.severity,
    ...defined({ basis: written.basis }),
    protocols: written.protocols,
    references: written.references ?? [],
    tags: written.tags ?? [],
    require: buildRequirements(written),
    lane: written.lane ?? "parallel",
    given,
    each: buildEach(written.each),
    steps,
    covers: many(written.covers),
    root: many(written.root),
    explain: { ...(written.explain ?? { cause: "", fix: "" }), causes: written.explain?.causes ?? [] },
    killed_by: written.killed_by ?? [],
    ...defined({ since: written.since, among_known: written.among_known }),
    place: at.place,
  };
}

/** Where the scenario says nothing of jit, it is about SPs that have it on. */
function buildRequirements(written: WrittenScenario): Requirements {
  const { policy, saml, not, can, seeds, shows, roles, domains, public_domain, default_role, required_attributes } =
    written.require ?? {};
  const demanded = buildKnobValues(policy);
  return {
    policy: namesKnob(written.steps, "jit") || demanded.jit !== undefined ? demanded : { ...demanded, jit: ["on"] },
    ...(saml === undefined ? {} : { saml: buildKnobValues(saml) }),
    not: buildKnobValues(not),
    identity_key: many(policy?.identity_key),
    can: can ?? [],
    seeds: seeds ?? [],
    shows: shows ?? [],
    roles: roles ?? 0,
    domains: domains ?? 1,
    ...defined({ public_domain }),
    default_role: default_role ?? false,
    required_attributes: many(required_attributes),
  };
}

/** Whether a `when` anywhere below names the knob. */
function namesKnob(value: unknown, knob: string): boolean {
  if (Array.isArray(value)) return value.some((item) => namesKnob(item, knob));
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(
    ([key, item]) =>
      (key === "when" && typeof item === "object" && item !== null && Object.hasOwn(item, knob)) ||
      namesKnob(item, knob),
  );
}
