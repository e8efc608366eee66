import { describe, expect, it } from "vitest";
import { oidc, only, plan, saml, scenarioOf, targetOf } from "./stage.ts";

const CLOSED = "{ jit: off }";
const FIRST =
  "{ sign_in: ada, control: true, expect: { outcome: signed_in, accounts: { created: 1 }, remember: adas } }";
const AGAIN = "{ sign_in: ada, expect: { outcome: signed_in, session: { account: adas }, accounts: { created: 0 } } }";
const REFUSED = "expect: { outcome: refused, accounts: { created: 0 } }";

const scenario = (...steps: readonly string[]) =>
  scenarioOf(`given: { people: [ada] }\nsteps:\n${steps.map((step) => `  - ${step}\n`).join("")}`);

const closed = (...steps: readonly string[]) => {
  const [check] = plan([scenario(...steps)], targetOf(oidc("a"), { policy: CLOSED })).checks;
  return {
    settled: check?.settled,
    kinds: check?.variants[0]?.steps.map(({ kind }) => kind),
    steps: check?.variants[0]?.steps,
  };
};

describe("where nobody new is let in, who signs in has an account before", () => {
  it("with the identity that the IdP gives, made by the kit just before", () => {
    const { steps, kinds } = closed(FIRST, AGAIN);
    expect(kinds).toEqual(["seed", "sign_in", "sign_in"]);
    const seeded = steps?.[0]?.kind === "seed" ? steps[0].accounts[0] : undefined;
    expect(seeded).toMatchObject({ name: "ada's account", email_verified: true });
    expect(seeded?.email).toMatch(/^ada\..*@acme\.test$/);
    expect(seeded?.identities?.[0]?.subject).toMatch(/-ada$/);
    expect(steps?.[1]?.expect?.all).toContainEqual(expect.objectContaining({ kind: "accounts", created: [0] }));
  });

  it("and is that account's, where a new one was asked for", () => {
    const { steps } = closed("{ sign_in: ada, expect: { outcome: signed_in, session: { account: new } } }");
    expect(steps?.[1]?.expect?.all).toContainEqual(
      expect.objectContaining({ kind: "session", account: ["ada's account"] }),
    );
  });

  it("and with the whole name, where a scenario looks at it and the call writes nothing else of names", () => {
    const look = "{ sign_in: ada, expect: { outcome: signed_in, account: { names: { name: '{{ada.name}}' } } } }";
    const seed = `{ account: { http: POST /seed, json: { email: "{{email}}", ids: "{{identities}}", name: "{{name}}" } } }`;
    const planned = (people: string) =>
      only(
        scenarioOf(`given: { people: ${people} }\nsteps:\n  - ${FIRST}\n  - ${look}`),
        targetOf(oidc("a"), { policy: CLOSED, seed }),
      );
    const { settled, variants } = planned("[ada]");
    expect(settled).toBeUndefined();
    const [step] = variants[0]?.steps ?? [];
    const account = step?.kind === "seed" ? step.accounts[0] : undefined;
    expect(account).toMatchObject({ given_name: "Ada", family_name: expect.stringMatching(/./) });
    expect(planned("{ ada: { name: Countess of Lovelace } }").settled?.reason).toContain("jit=on");
  });

  it("what a corrupted message does to somebody unknown is left out, and stays for who is known", () => {
    const { kinds } = closed(
      `{ sign_in: ada, tamper: foreign-key, ${REFUSED} }`,
      FIRST,
      `{ sign_in: ada, tamper: foreign-key, ${REFUSED} }`,
    );
    expect(kinds).toEqual(["seed", "sign_in", "sign_in"]);
    expect(closed(`{ sign_in: ada, tamper: foreign-key, ${REFUSED} }`, FIRST).settled?.verdict).toBe("not_applicable");
  });

  it("also where the answer is kept, and delivered later", () => {
    const { kinds, steps } = closed(
      "{ sign_in: ada, browser: hers, hold: answer, expect: { session: { account: none } } }",
      "{ deliver: answer, browser: hers, expect: { outcome: signed_in, session: { account: new }, accounts: { created: 1 } } }",
    );
    expect(kinds).toEqual(["seed", "sign_in", "deliver"]);
    expect(steps?.[2]?.expect?.all).toContainEqual(
      expect.objectContaining({ kind: "session", account: ["ada's account"] }),
    );
    expect(steps?.[2]?.expect?.all).toContainEqual(expect.objectContaining({ kind: "accounts", created: [0] }));
  });

  it("also where a table says what becomes of a newcomer, if the scenario says that it is none of its question", () => {
    const table =
      "{ sign_in: ada, expect: { one_of: [{ outcome: signed_in, session: { account: new } }, { outcome: refused }] } }";
    const planned = only(
      scenarioOf(
        `among_known: true\ngiven: { people: { ada: { preferred_username: "root.{{ns}}" } } }\nsteps: [${table}]`,
      ),
      targetOf(oidc("a"), { policy: CLOSED }),
    );
    const [seed, signIn] = planned.variants[0]?.steps ?? [];
    const account = seed?.kind === "seed" ? seed.accounts[0] : undefined;
    expect(account?.name).toBe("ada's account");
    expect(signIn?.expect?.one_of[0]?.all).toContainEqual(
      expect.objectContaining({ kind: "session", account: ["ada's account"] }),
    );
  });

  it("but whose account can not be made beside the others stays new, where a refusal will do", () => {
    const planned = (asked: string, after: string) =>
      only(
        scenarioOf(
          `${asked}given: { people: { ada: {}, twin: { email: "{{ada.email}}" } } }\nsteps:\n  - ${FIRST}\n  - ${after}`,
        ),
        targetOf(oidc("a"), { policy: CLOSED }),
      );
    const table =
      "{ sign_in: twin, expect: { one_of: [{ outcome: signed_in, accounts: { created: 1 } }, { outcome: refused, accounts: { created: 0 } }] } }";
    const steps = planned("among_known: true\n", table).variants[0]?.steps;
    expect(steps?.map(({ kind }) => kind)).toEqual(["seed", "sign_in", "sign_in"]);
    // An account may wait for approval beside a refusal, and beside nothing else.
    const counts = steps?.[2]?.expect?.one_of.map(({ all }) => all.find(({ kind }) => kind === "accounts"));
    expect(counts).toMatchObject([{ created: [1] }, { created: [0, 1] }]);
    expect(planned("", table).settled?.reason).toContain("jit=on");
    const letIn = "{ sign_in: twin, expect: { outcome: signed_in } }";
    expect(planned("among_known: true\n", letIn).settled?.reason).toContain("jit=on");
  });

  it("also where an account is removed on the way, if the scenario says that it is none of its question", () => {
    const steps = [FIRST, "{ remove: adas }", `{ sign_in: ada, ${REFUSED} }`].map((step) => `  - ${step}\n`).join("");
    const planned = only(
      scenarioOf(`among_known: true\ngiven: { people: [ada] }\nsteps:\n${steps}`),
      targetOf(oidc("a"), { policy: CLOSED }),
    );
    // What this target can not do is told, and not that somebody new must be let in.
    expect(planned.settled?.reason).toContain("how to remove");
  });

  it("one where somebody new is let in is asked there", () => {
    const target = targetOf([oidc("a", "policy: { jit: off }"), oidc("b")].join("\n"));
    const { variants, connection } = only(scenario(FIRST, AGAIN), target);
    expect(connection).toBe("b");
    expect(variants[0]?.steps.map(({ kind }) => kind)).toEqual(["sign_in", "sign_in"]);
  });

  it("of each protocol for itself", () => {
    const target = targetOf([oidc("a", "policy: { jit: off }"), saml("b")].join("\n"));
    const kinds = plan([scenario(FIRST)], target).checks.map(({ variants }) => variants[0]?.steps.length);
    expect(kinds).toEqual([2, 1]);
  });
});

describe("not where a scenario is about newcomers", () => {
  it.each([
    ["one is refused", [`{ sign_in: ada, ${REFUSED} }`]],
    [
      "a table says what becomes of one",
      ["{ sign_in: ada, expect: { one_of: [{ outcome: signed_in }, { outcome: refused }] } }"],
    ],
    [
      "several sign-ins race for one account",
      ["{ sign_in: ada, times: 3, parallel: true, expect: { outcome: signed_in, accounts: { created: 1 } } }"],
    ],
    ["the account is removed on the way", [FIRST, "{ remove: adas }", AGAIN]],
    ["an account is there already", [FIRST.replace("created: 1", "created: 0")]],
    ["the IdP says something else of her before", ["{ change: { ada: { given_name: Augusta } } }", FIRST]],
  ])("%s", (_, steps) => {
    expect(closed(...steps).settled?.reason).toContain("jit=on");
  });

  it("an address that an account of the scenario has", () => {
    const body = `given: { people: [ada], accounts: { local: { email: "{{ada.email}}" } } }\nsteps: [${FIRST}]`;
    expect(only(scenarioOf(body), targetOf(oidc("a"), { policy: CLOSED })).settled?.reason).toContain("jit=on");
  });
});

it("what seed.account does not write is told, where that is all", () => {
  const seed = "{ account: { http: POST /seed, json: { mail: x } } }";
  const told = (...steps: readonly string[]) =>
    only(scenario(...steps), targetOf(oidc("a"), { policy: CLOSED, seed })).settled?.reason;
  expect(told(FIRST)).toBe("no oidc connection offers jit=on, and seed.account does not write email, identities");
  expect(told(`{ sign_in: ada, ${REFUSED} }`)).toBe("no oidc connection offers jit=on");
});
