import { dirname } from "node:path";
import { z } from "zod";
import type { Organization, Start, Target } from "../model/index.ts";
import { AGENTS } from "../model/target.ts";
import { BY_HAND } from "../steps/index.ts";
import { actionsSchema, buildActions } from "./action.ts";
import { buildConnection, connectionSchema, ofIssuer } from "./connection.ts";
import { buildContainer, containerSchema } from "./container.ts";
import type { Cursor } from "./cursor.ts";
import { defaultsSchema } from "./defaults.ts";
import { buildIdps, buildResolve, idpsSchema, resolveSchema } from "./idps.ts";
import { buildLimits, limitsSchema } from "./limits.ts";
import { buildMail, mailSchema } from "./mail.ts";
import { buildObserve, observeSchema } from "./observe.ts";
import { buildPolicy, policySchema } from "./policy.ts";
import { buildPrepare, prepareSchema } from "./prepare.ts";
import { buildScim, scimSchema } from "./scim.ts";
import { buildSeed, seedSchema } from "./seed.ts";
import { defined, isAddress, month, nameSchema, requestLine, stringMap, text, toRequestLine } from "./words.ts";

const command = z.array(text).min(1, "must be a command and its arguments");

const startSchema = z
  .strictObject({
    before: z.array(command).optional().describe("Commands that run to their end first, in order."),
    command: command.describe("Starts the SP: a program and its arguments, no shell."),
    cwd: text.optional().describe("Left out: the folder of this file."),
    env: stringMap.optional().describe("Environment of the process."),
    ready: z
      .union([requestLine, z.strictObject({ log: text })])
      .describe("`GET /healthz`, or `{ log: text of a line that it prints }`."),
    timeout: z.number().positive("must be more than 0").optional().describe("Seconds until it must be ready; 30."),
    stdin: z
      .literal("open")
      .optional()
      .describe("Its standard input stays open: some dev servers end with it. Left out: it is at its end at once."),
    restart: z
      .literal(true, { error: "must be true, or be left out" })
      .optional()
      .describe("A check may end it and start it again: its accounts outlast that (a file, a database server)."),
    workers: z
      .int("must be a whole number, not %")
      .min(1, "must be 1 or more")
      .max(64, "must be 64 or less")
      .optional()
      .describe(
        "How many of it may run at once, each with checks of its own, where the machine has two cores for each; they must share no file (`{{tmp}}`, `{{port}}` and `{{worker}}` are each one's own). Left out: 1.",
      ),
  })
  .describe("How the SP is started; left out: it runs already.");

const domain = z.string().regex(/^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/, "must be a domain such as `acme.test`, not %");

const organizationSchema = z.strictObject({
  verified_domains: z.array(domain).min(1, "must name at least one domain").describe("The first is `{{domain}}`."),
  public_domain: domain
    .optional()
    .describe(
      "A domain of a public mail provider that the organization has entered as its own at the SP, whether the SP then takes it for that or not: `{{public_domain}}`.",
    ),
  policy: policySchema.optional().describe("Overrides of the target's policy."),
  scim: z
    .union([z.literal("none"), scimSchema])
    .optional()
    .describe("Where this organization's accounts are pushed to, instead of the target's `scim`; `none`: nowhere."),
});

export const targetSchema = z
  .strictObject({
    target: nameSchema.describe("The name of the SP under test."),
    base_url: z
      .string()
      .refine(
        (written) => /^https?:\/\/[^/\s]+(?:\/[^\s]*)?$/.test(written) && isAddress(written),
        "must be an absolute address such as `http://localhost:3000`, not %",
      )
      .describe("Where it answers; `{{port}}` stands for a free port."),
    idps: idpsSchema.optional(),
    resolve: resolveSchema.optional(),
    start: startSchema.optional(),
    container: containerSchema.optional().describe("Instead of `start`: the SP runs in a container."),
    email_domain: domain
      .optional()
      .describe("The domain of the implicit organization, where none is declared; jitterbug.test."),
    organizations: z.record(nameSchema, organizationSchema).optional().describe("Tenants of the SP by name."),
    defaults: defaultsSchema.optional(),
    connections: z.record(nameSchema, connectionSchema).describe("Connections by name."),
    policy: policySchema.optional().describe("What the SP's owner declares where standards leave it open."),
    checks: month
      .optional()
      .describe(
        "The month at which the set of checks stands still: what came later is left out, and told. Left out: all.",
      ),
    observe: observeSchema,
    seed: seedSchema.optional(),
    scim: scimSchema.optional().describe("Where the SP takes accounts by SCIM 2.0; left out: it does not."),
    mail: mailSchema
      .optional()
      .describe("Where the SP's mail to people is read; left out: it is not, and nobody follows a link of one."),
    prepare: prepareSchema.optional().describe("What is done once at the SP when it is ready: calls and actions."),
    reset: prepareSchema.optional().describe("What empties the SP, ahead of `prepare`; only with `run --reset`."),
    drive: z
      .partialRecord(z.enum([...BY_HAND.keys()]), z.union([actionsSchema, z.literal("none")]))
      .optional()
      .describe("What a person does by hand: a list of actions, or `none` where the SP has no such thing."),
    after_sign_in: actionsSchema.optional().describe("Completes lawful onboarding after a sign-in."),
    deep_link: z
      .string()
      .regex(/^\/[^/\s\\][^\s\\]*$/, "must be a path below the SP's root such as `/account`, not %")
      .optional()
      .describe(
        "A page that only who is signed in sees and that `{{return_to}}` of a `sign_in` can lead to, not the one on which everybody lands: `/reports/7`; left out: none.",
      ),
    limits: limitsSchema,
    agent: z.enum(AGENTS).optional().describe("`chromium` for an SP that needs JavaScript to sign somebody in; http."),
    ca: text.optional().describe("PEM file of a certificate authority to trust for the SP's own https."),
    defects: z
      .strictObject({
        env: text.describe("The variable that takes a defect's id."),
        ids: z
          .union([z.array(nameSchema), z.strictObject({ command })])
          .describe(
            'Every defect; or `{ command: [...] }`, which prints them: in each line `{ "id": ... }`, and `"waits_for": ...` where it waits for a check.',
          ),
        lawful: z.array(text).optional().describe("Target files of lawful variants."),
        further: z
          .array(text)
          .optional()
          .describe(
            "Target files of this same SP with other connections, for checks that none of its own here can be asked.",
          ),
      })
      .optional()
      .describe("Where this SP can be broken on purpose."),
  })
  .describe("The SP under test: how to start, drive, observe and seed it, and the policy it declares.");

export type WrittenTarget = z.infer<typeof targetSchema>;

/** A target file, as it is written: docs/reference/target-file.md has every key. */
export type TargetFile = z.input<typeof targetSchema>;

export const TARGET_STAND_INS = {
  target: "x",
  base_url: "http://localhost",
  connections: {},
  observe: { session: { request: "GET /", map: { account: "$" } }, accounts: { sql: "x", query: "x" } },
};

/** The name of the implicit organization, where none is declared. */
export const DEFAULT_ORGANIZATION = "default";
const DEFAULT_DOMAIN = "jitterbug.test";

export function buildTarget(written: WrittenTarget, at: Cursor): Target {
  const organizations = buildOrganizations(written, at);
  const only = organizations[0]?.name ?? DEFAULT_ORGANIZATION;
  const connections = Object.entries(written.connections).map(([name, connection]) =>
    buildConnection(name, ofIssuer(connection, written.connections), only, at.in("connections", name)),
  );
  const drive = Object.entries(written.drive ?? {}).map(
    ([name, actions = []]) =>
      [name, actions === "none" ? actions : buildActions(actions, at.in("drive", name))] as const,
  );
  const { start, container, agent, ca, checks, defects, resolve, deep_link } = written;
  return {
    name: written.target,
    file: at.document.path,
    dir: dirname(at.document.path),
    base_url: written.base_url.replace(/\/+$/, ""),
    idps: buildIdps(written.idps),
    organizations,
    connections,
    policy: buildPolicy(written.policy),
    observe: buildObserve(written.observe, at.in("observe")),
    seed: buildSeed(written.seed, at.in("seed")),
    prepare: buildPrepare(written.prepare, at.in("prepare")),
    reset: buildPrepare(written.reset, at.in("reset")),
    drive: Object.fromEntries(drive),
    after_sign_in: buildActions(written.after_sign_in ?? [], at.in("after_sign_in")),
    limits: buildLimits(written.limits),
    ...defined({
      mail: buildMail(written.mail, at.in("mail")),
      start: start === undefined ? undefined : buildStart(start),
      container: container === undefined ? undefined : buildContainer(container),
      resolve: resolve === undefined ? undefined : buildResolve(resolve),
      deep_link,
      agent,
      ca,
      checks,
      defects:
        defects === undefined
          ? undefined
          : { ...defects, lawful: defects.lawful ?? [], further: defects.further ?? [] },
    }),
    place: at.place,
  };
}

function buildOrganizations(written: WrittenTarget, at: Cursor): readonly Organization[] {
  const declared = Object.entries(written.organizations ?? {});
  const scimAt = (name: string) => ({ own: at.in("organizations", name, "scim"), common: at.in("scim") });
  if (declared.length === 0) {
    const verified_domains = [written.email_domain ?? DEFAULT_DOMAIN];
    const scim = buildScim(undefined, written.scim, DEFAULT_ORGANIZATION, scimAt(DEFAULT_ORGANIZATION));
    return [{ name: DEFAULT_ORGANIZATION, verified_domains, policy: {}, ...defined({ scim }), place: at.place }];
  }
  return declared.map(([name, organization]) => ({
    name,
    verified_domains: organization.verified_domains,
    policy: buildPolicy(organization.policy),
    ...defined({ public_domain: organization.public_domain }),
    ...defined({ scim: buildScim(organization.scim, written.scim, name, scimAt(name)) }),
    place: at.in("organizations", name).keyPlace,
  }));
}

function buildStart(written: z.infer<typeof startSchema>): Start {
  const { before = [], command, cwd, env = {}, ready, timeout = 30, stdin, restart, workers } = written;
  return {
    before,
    command,
    env,
    ready: typeof ready === "string" ? { request: toRequestLine(ready) } : ready,
    timeout,
    ...defined({ cwd, stdin, restart, workers }),
  };
}
