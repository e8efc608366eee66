import { own } from "../../own.ts";
import type {
  AccountExpectation,
  AccountsExpectation,
  Expect,
  Expectation,
  Outcome,
  OutcomeExpectation,
  SessionExpectation,
  World,
} from "../../scenario/model/index.ts";
import { valueInWords } from "../../scenario/words.ts";

const OUTCOME: { readonly [outcome in Outcome]: string } = {
  signed_in: "the person is signed in",
  refused: "the sign-in is refused",
  interrupted: "the sign-in is interrupted by a page that asks for more",
  broken: "the sign-in breaks",
};

/** Each thing that must hold, as one sentence without its full stop. */
export function expectInWords(expect: Expect): readonly string[] {
  const remembered = expect.remember === undefined ? [] : [`(the account is called ${expect.remember} from here on)`];
  return [...expect.all.flatMap(expectationInWords), ...remembered];
}

/** `email_sync is off, jit is on or pending_approval`; empty where a row holds for every policy. */
export function whenInWords({ when, identity_key = [], roles }: World): string {
  const keys = identity_key.length === 0 ? [] : [["identity_key", identity_key] as const];
  return [
    ...[...Object.entries(when), ...keys].map(([knob, values]) => `${knob} is ${values.join(" or ")}`),
    ...(roles === undefined ? [] : [roles === "single" ? "an account has one role" : "an account has several roles"]),
  ].join(", ");
}

function expectationInWords(expectation: Expectation): readonly string[] {
  switch (expectation.kind) {
    case "outcome":
      return [expectation.any.map((outcome) => OUTCOME[outcome] + aside(outcome, expectation)).join(", or ")];
    case "session":
      return session(expectation);
    case "accounts":
      return accounts(expectation);
    case "account":
      return account(expectation);
    case "message":
      return [`the page says ${expectation.says.map((text) => JSON.stringify(text)).join(" and ")}`];
    case "never_at":
      return [`the browser is not sent to ${expectation.host}`];
  }
}

function aside(outcome: Outcome, { at }: OutcomeExpectation): string {
  return at === "door" && outcome === "refused" ? " (at the SP's own door, too, before the IdP is asked)" : "";
}

function session({ account, not }: SessionExpectation): readonly string[] {
  const name = (word: string): string => own({ new: "the account that was created", none: "nobody" }, word) ?? word;
  return [
    ...(account === undefined ? [] : [`the session is of ${account.map(name).join(" or ")}`]),
    ...(not === undefined ? [] : [`the session is not of ${not.map(name).join(" or ")}`]),
  ];
}

function accounts(expectation: AccountsExpectation): readonly string[] {
  const counts = (["created", "deleted", "changed", "total"] as const).flatMap((word) => {
    const admitted = expectation[word];
    if (admitted === undefined) return [];
    return [word === "total" ? `${admitted.join(" or ")} in all` : `${admitted.join(" or ")} ${word}`];
  });
  return [
    ...(counts.length === 0 ? [] : [`accounts: ${counts.join(", ")}`]),
    ...(expectation.untouched === undefined
      ? []
      : [`nothing of ${expectation.untouched.join(" and ")} has changed${compared(expectation)}`]),
  ];
}

function compared({ compared: fields = [] }: AccountsExpectation): string {
  return fields.length === 0 ? "" : ` (seen by ${fields.join(", ")})`;
}

function account(expectation: AccountExpectation): readonly string[] {
  const { of = "the session's account", roles, identities, memberships, names, attributes } = expectation;
  const fields = { ...names, ...attributes };
  const told: string[] = [];
  for (const field of ["email", "email_verified", "active"] as const) {
    if (expectation[field] !== undefined) told.push(`${field} ${perProtocol(expectation[field])}`);
  }
  for (const [field, value] of Object.entries(fields))
    if (value !== undefined) told.push(`${field} ${perProtocol(value)}`);
  if (roles?.is !== undefined)
    told.push(roles.is.length === 0 ? "no roles" : `exactly the roles ${roles.is.join(", ")}`);
  if (roles?.has !== undefined) told.push(`the roles ${roles.has.join(", ")}`);
  if (memberships !== undefined) told.push(`memberships ${memberships.join(", ")}`);
  for (const { issuer, subject } of identities ?? []) {
    told.push(`the identity ${subject}${issuer === undefined ? "" : ` of ${issuer}`}`);
  }
  return [
    ...(told.length === 0 ? [] : [`${of} has ${told.join(", ")}`]),
    ...(roles?.lacks === undefined ? [] : [`${of} lacks the roles ${roles.lacks.join(", ")}`]),
  ];
}

function perProtocol(value: unknown): string {
  if (value !== null && typeof value === "object" && "oidc" in value && "saml" in value) {
    return `${valueInWords(value.oidc)} (oidc) or ${valueInWords(value.saml)} (saml)`;
  }
  return valueInWords(value);
}
