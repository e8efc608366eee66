import type { AccountState, AccountStatus, Decision, Grant, Identity, Refusal, Situation } from "./model.ts";
import type { DecisionRules, EmailOutcome } from "./rules.ts";

/**
 * The heart of just-in-time provisioning: from what the IdP says, the accounts found and the policy, what this
 * sign-in does. Pure: no clock, no database, no randomness; so every branch can be read and tested here.
 *
 * The order matters. An identity that is known decides alone, whoever is signed in; only an unknown one may join the
 * account that is signed in or be matched by address, and only where policy allows; only what matches nobody is created.
 */
export function decide(situation: Situation, rules: DecisionRules): Decision {
  const { claims } = situation;
  if ("missing" in claims.subject) {
    return {
      kind: "refuse",
      reason: "identity_missing",
      message: `The identity provider did not say who you are: ${claims.subject.missing}.`,
      attribute: situation.connection.policy.identity_key,
      policy: `identity_key: ${situation.connection.policy.identity_key}`,
    };
  }
  const identity: Identity = { issuer: claims.issuer, subject: claims.subject.value };

  const known = rules.recognize(situation);
  if (known !== null) return update(situation, known, rules);

  const signedIn = rules.join(situation);
  if (signedIn !== null) return join(situation, identity, signedIn, rules);

  const match = rules.match(situation);
  if (match.kind === "refuse") return match;
  if (match.kind === "link") return link(situation, identity, match.account, rules);
  return create(situation, identity, rules);
}

interface Welcome {
  readonly status: AccountStatus;
  readonly email: EmailOutcome;
  readonly grants: readonly Grant[];
  readonly warnings: readonly string[];
}

/** What every account that is there already must pass, whichever way it was found; the first refusal ends it. */
function welcome(situation: Situation, account: AccountState, rules: DecisionRules): Welcome | Refusal {
  const status = rules.standing(situation, account);
  if (isRefusal(status)) return status;
  const outside = rules.gate(situation, account) ?? rules.hostedDomain(situation) ?? rules.domain(situation, account);
  if (outside !== null) return outside;
  const email = rules.email(situation, account);
  if (isRefusal(email)) return email;
  const full = rules.seat(situation, account);
  if (full !== null) return full;
  const wanted = rules.roles(situation, account);
  if (isRefusal(wanted)) return wanted;
  const grants = rules.lastAdmin(situation, account, wanted);
  const kept = grants.length === wanted.length ? [] : [LAST_ADMIN];
  return { status, email, grants, warnings: [...email.warnings, ...kept] };
}

const LAST_ADMIN =
  "The identity provider names no group of an administrator for you. You are the last one, and stay it.";

function update(situation: Situation, account: AccountState, rules: DecisionRules): Decision {
  const found = welcome(situation, account, rules);
  if (isRefusal(found)) return found;
  const { status, email, grants, warnings } = found;
  const named = rules.username(situation, account);
  if (isRefusal(named)) return named;
  return {
    kind: "update",
    account: account.id,
    fields: { ...rules.profile(named, account, false), ...email.value, status },
    grants,
    invitation: situation.found.invitation,
    warnings,
  };
}

function link(situation: Situation, identity: Identity, account: AccountState, rules: DecisionRules): Decision {
  const found = welcome(situation, account, rules);
  if (isRefusal(found)) return found;
  const proof = rules.stepUp(situation, account);
  if (proof === "ask") return { kind: "confirm", account: account.id };
  if (proof !== null) return proof;
  const { status, email, grants, warnings } = found;
  const named = rules.username(situation, account);
  if (isRefusal(named)) return named;
  return {
    kind: "link",
    account: account.id,
    identity,
    dropCredentials: !account.emailVerified,
    fields: { ...rules.profile(named, account, true), ...email.value, status },
    grants,
    invitation: situation.found.invitation,
    warnings,
  };
}

/** Adds the identity and nothing else: the account keeps its address, its names and its roles. */
function join(situation: Situation, identity: Identity, account: AccountState, rules: DecisionRules): Decision {
  const status = rules.standing(situation, account);
  if (isRefusal(status)) return status;
  // It is the identity that is new here, not the account.
  const refusal =
    rules.gate(situation, null) ??
    rules.hostedDomain(situation) ??
    rules.domain(situation, null) ??
    rules.seat(situation, account);
  if (refusal !== null) return refusal;
  const { email, emailVerified, profile, attributes, grants } = account;
  return {
    kind: "link",
    account: account.id,
    identity,
    dropCredentials: false,
    fields: { email, emailVerified, profile, attributes, status },
    grants,
    invitation: null,
    warnings: [],
  };
}

function create(situation: Situation, identity: Identity, rules: DecisionRules): Decision {
  const { policy } = situation.connection;
  const refusal =
    rules.admit(situation) ??
    rules.gate(situation, null) ??
    rules.hostedDomain(situation) ??
    rules.domain(situation, null) ??
    rules.seat(situation, null);
  if (refusal !== null) return refusal;
  const named = rules.username(situation, null);
  if (isRefusal(named)) return named;
  const fields = rules.complete(named, identity);
  if (isRefusal(fields)) return fields;
  const grants = rules.roles(situation, null);
  if (isRefusal(grants)) return grants;
  const active = policy.jit === "on";
  return {
    kind: "create",
    identity,
    fields: { ...fields.value, status: active ? "active" : "pending" },
    grants,
    signIn: active,
    invitation: situation.found.invitation,
    warnings: fields.warnings,
  };
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "refuse";
}
