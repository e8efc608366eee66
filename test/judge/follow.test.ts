import { expect, it } from "vitest";
import { withRoots } from "../../harness/judge/follow.ts";
import type { Sign } from "../../harness/scenario/model/index.ts";
import { checkOf, signIn } from "./stage.ts";

interface Told {
  readonly name: string;
  readonly signs?: readonly Sign[];
  readonly root?: readonly Sign[];
  readonly verdict?: "failed" | "warned" | "passed" | "misconfigured";
  readonly connection?: string;
  readonly protocol?: "oidc" | "saml";
}

function related(...all: readonly Told[]): readonly (string | undefined)[] {
  const judged = all.map(
    ({ name, signs = [], root = [], verdict = "failed", connection = "a", protocol = "oidc" }) => ({
      check: { ...checkOf([signIn()], { root }), name, connection, protocol },
      verdict: { verdict, reason: "r", signs, cause: "c", fix: "f", steps: [] },
    }),
  );
  return withRoots(judged).map(({ verdict }) => {
    expect("cause" in verdict).toBe(!("follows_from" in verdict));
    return "follows_from" in verdict ? String(verdict.follows_from) : undefined;
  });
}

const SECOND = "second_account_at_each_sign_in";
const EMAIL = "account_found_by_email";

it("what went wrong by the root's sign follows from it, wherever it stands", () => {
  expect(
    related(
      { name: "mail", signs: [SECOND, EMAIL] },
      { name: "same", signs: [SECOND], root: [SECOND] },
      { name: "other", signs: ["broken"] },
    ),
  ).toEqual(["same", undefined, undefined]);
});

it("without a root that went wrong by it, everybody tells their own", () => {
  expect(related({ name: "mail", signs: [EMAIL] }, { name: "same", root: [EMAIL] })).toEqual([undefined, undefined]);
  expect(
    related({ name: "mail", signs: [EMAIL] }, { name: "same", signs: [EMAIL], root: [EMAIL], verdict: "passed" }),
  ).toEqual([undefined, undefined]);
});

it("the deeper root explains the other, and nothing follows from what follows", () => {
  expect(
    related(
      { name: "mail", signs: [SECOND, EMAIL], root: [EMAIL] },
      { name: "swap", signs: [EMAIL] },
      { name: "same", signs: [SECOND], root: [SECOND] },
    ),
  ).toEqual(["same", undefined, undefined]);
});

it("a fault at one protocol says nothing of the other; the same connection comes first", () => {
  const root = [SECOND] as const;
  expect(
    related(
      { name: "same [saml]", signs: root, root, protocol: "saml" },
      { name: "same [oidc] b", signs: root, root, connection: "b" },
      { name: "same [oidc] a", signs: root, root },
      { name: "x [oidc] a", signs: root },
      { name: "x [oidc] c", signs: root, connection: "c" },
    ),
  ).toEqual([undefined, undefined, undefined, "same [oidc] a", "same [oidc] b"]);
});

it("of two scenarios that show it, the first at a connection stands for both", () => {
  const root = [SECOND] as const;
  expect(related({ name: "one", signs: root, root }, { name: "two", signs: root, root })).toEqual([undefined, "one"]);
});

it("an account at each sign-in explains one at each of several at once, and not the other way round", () => {
  const once = "second_account_at_the_same_moment";
  const conc = { name: "conc", signs: [once], root: [once] } as const;
  expect(related(conc, { name: "same", signs: [SECOND], root: [SECOND] })).toEqual(["same", undefined]);
  expect(related(conc, { name: "mail", signs: [SECOND] })).toEqual([undefined, undefined]);
});

it("a warning follows, and what proves nothing does not", () => {
  const root = { name: "same", signs: [SECOND], root: [SECOND] } as const;
  expect(
    related(
      root,
      { name: "w", signs: [SECOND], verdict: "warned" },
      { name: "m", signs: [SECOND], verdict: "misconfigured" },
    ),
  ).toEqual([undefined, "same", undefined]);
});

it("what every check demands follows from the first that shows it", () => {
  const signs = ["word_for_nothing_stored"] as const;
  expect(related({ name: "one", signs }, { name: "two", signs })).toEqual([undefined, "one"]);
});
