import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { runSmall } from "./small/run.ts";
import { SmallSp, type Claims, type Row } from "./small/sp.ts";

/** Takes a changed address over, but not from everybody. */
class Following extends SmallSp {
  readonly #whom: (claims: Claims) => boolean;

  constructor(whom: (claims: Claims) => boolean) {
    super();
    this.#whom = whom;
  }

  override async admit(claims: Claims): Promise<Row | null> {
    const row = await super.admit(claims);
    if (row !== null && typeof claims.email === "string" && this.#whom(claims)) row.email = claims.email;
    return row;
  }
}

const moves = (person: string) => ({
  id: `${person}-moves`,
  given: { people: [person] },
  steps: [
    { sign_in: person, control: true, expect: { outcome: "signed_in", remember: "them" } },
    { change: { [person]: { email: `moved.{{ns}}@{{domain}}` } } },
    {
      sign_in: person,
      expect: {
        outcome: "signed_in",
        session: { account: "them" },
        one_of: [
          { when: { email_sync: ["on", "verified_only"] }, account: { email: "moved.{{ns}}@{{domain}}" } },
          { when: { email_sync: "off" }, account: { email: `${person}.{{ns}}@{{domain}}` } },
        ],
      },
    },
  ],
});

const TWO = { scenarios: [moves("ada"), moves("bob")] };

describe("at the end of a run", () => {
  it("the one policy that fits all that was seen is told", async () => {
    const { result, events } = await runSmall(new Following(() => true), TWO);
    expect(result.exitStatus).toBe(0);
    const told = events.filter((event) => event.type === "policy");
    expect(told.map(({ policy }) => policy)).toEqual([result.policy]);
    expect(result.policy?.blocks).toEqual([
      {
        organization: null,
        connection: null,
        lines: [
          expect.objectContaining({ knob: "identity_key", declared: true }),
          expect.objectContaining({ knob: "jit", declared: true, checks: 2 }),
          { knob: "email_sync", value: "verified_only", declared: false, checks: 2, or: ["on"] },
        ],
      },
    ]);
  });

  it("a policy that is not declared and changes from check to check fails", async () => {
    const { result } = await runSmall(new Following(({ name }) => name === "Ada Tester"), TWO);
    expect(result.checks.map(({ check, verdict }) => [check.name, verdict.verdict])).toEqual([
      ["ada-moves [oidc, email_sync=?]", "observed"],
      ["bob-moves [oidc, email_sync=?]", "observed"],
      ["one-policy [acme, email_sync]", "failed"],
    ]);
    expect(result.checks[2]?.verdict.reason).toBe(
      "no policy that could be declared for email_sync fits all that was seen: ada-moves [oidc, email_sync=?] saw email_sync=on|verified_only; bob-moves [oidc, email_sync=?] saw email_sync=off",
    );
    expect(result.exitStatus).toBe(1);
  });

  it("an unsafe value that was seen is one entry, however many checks rest on it", async () => {
    const both = { scenarios: [any("one"), any("two")] };
    const { result } = await runSmall(new SmallSp(), both);
    const entries = result.checks.filter(({ check }) => check.id === "seen-unsafe");
    expect(entries.map(({ check, verdict }) => [check.name, verdict.verdict, verdict.reason])).toEqual([
      [
        "seen-unsafe [link_by=any_email]",
        "warned",
        "seen, and not declared; 2 checks rest on it: whoever can set an email at an IdP enters the account that has it",
      ],
    ]);
    expect(result.exitStatus).toBe(0);
    const strict = await runSmall(new SmallSp(), { ...both, options: { strictPolicy: true } });
    expect(strict.result.exitStatus).toBe(1);
  });

  it("an unsafe value that only a check saw that failed is an entry, too", async () => {
    const { result } = await runSmall(new SmallSp(), { scenarios: [any("one", { accounts: { created: 5 } })] });
    expect(result.checks.map(({ check, verdict }) => [check.name, verdict.verdict])).toEqual([
      ["one [oidc, link_by=?]", "failed"],
      ["seen-unsafe [link_by=any_email]", "warned"],
    ]);
    expect(result.checks[1]?.verdict.reason).toBe(
      "seen in one [oidc, link_by=?], and not declared: whoever can set an email at an IdP enters the account that has it",
    );
  });
});

/** Takes whoever comes in for one whose address is trusted, which one row alone admits. */
function any(id: string, more: object = {}): object {
  return {
    id,
    given: { people: ["ada"] },
    steps: [
      {
        sign_in: "ada",
        expect: {
          ...more,
          one_of: [
            { when: { link_by: "any_email" }, outcome: "signed_in" },
            {
              when: { link_by: ["never", "verified_email", "verified_email_and_domain", "username"] },
              outcome: "refused",
            },
          ],
        },
      },
    ],
  };
}

/** Gives the roles of groups, and finds them under a name of its own. */
class Mapping extends SmallSp {
  readonly #claim: string;

  constructor(claim: string) {
    super();
    this.#claim = claim;
  }

  override async admit(claims: Claims): Promise<Row | null> {
    const row = await super.admit(claims);
    const groups = (claims as unknown as { readonly [claim: string]: unknown })[this.#claim];
    if (row !== null) row["roles"] = Array.isArray(groups) ? groups : [];
    return row;
  }
}

describe("a group that reaches no role", () => {
  const revoke = parse(
    readFileSync(new URL("../../scenarios/roles/role-revoke.yaml", import.meta.url), "utf8"),
  ) as object;
  const at = (claim: string) =>
    runSmall(new Mapping(claim), {
      scenarios: [{ ...revoke, protocols: ["oidc"] }],
      connection: {
        roles: { one: { group: "engineering", role: "engineering" }, two: { group: "admins", role: "admins" } },
      },
      target: {
        observe: {
          session: { request: "GET /me", map: { account: "$.id" } },
          accounts: {
            http: "GET /accounts",
            each: "$[*]",
            map: { id: "$.id", email: "$.email", identities: "$.subject", roles: "$.roles" },
          },
        },
      },
    });
  const sync = async (claim: string) => {
    const { verdicts, result } = await at(claim);
    const lines = result.policy?.blocks.flatMap((block) => block.lines) ?? [];
    return { verdict: verdicts.get("role-revoke"), line: lines.find(({ knob }) => knob === "role_sync") };
  };

  it("is no advice to declare that roles do not follow groups", async () => {
    const { verdict, line } = await sync("realm_access.roles");
    expect(verdict?.verdict).toBe("observed");
    expect(verdict?.reason).toContain("declare policy: { role_sync: off }, unless no group has reached the SP");
    expect(line).toMatchObject({ value: "off", doubt: expect.stringContaining("no group has reached the SP") });
  });

  it("and groups that do become roles are no doubt", async () => {
    const { line } = await sync("groups");
    expect(line).toMatchObject({ value: "mirror", or: ["authoritative"] });
    expect(line).not.toHaveProperty("doubt");
  });
});
