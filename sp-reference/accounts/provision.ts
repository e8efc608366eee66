import { changedFields, gained } from "../audit/difference.ts";
import type { Audit, EventDetail, EventKind } from "../audit/events.ts";
import type { Connection, Organization } from "../config/model.ts";
import { decide } from "../decision/decide.ts";
import type { AccountFields, AccountState, Decision, Found, Refusal } from "../decision/model.ts";
import type { Assertion } from "../mapping/assertion.ts";
import { readClaims, type Claims } from "../mapping/claims.ts";
import type { Workings } from "../workings.ts";
import type { Db } from "./database.ts";
import type { Lookup } from "./lookup.ts";
import type { Store } from "./store.ts";

/** How a sign-in ended for the accounts. */
export type Provisioned =
  | { readonly kind: "signed_in"; readonly account: string }
  | { readonly kind: "refused"; readonly refusal: Refusal }
  /** The person must prove first that the account is theirs. */
  | { readonly kind: "confirm"; readonly account: string };

export interface Provisioning {
  readonly db: Db;
  readonly lookup: Lookup;
  readonly store: Store;
  readonly audit: Audit;
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly workings: Workings;
}

/** What is known of the browser that the sign-in came by, as ids of accounts. */
export interface Browser {
  /** The account that the person has proven to be theirs since this sign-in began. */
  readonly proven?: string;
  /** The account of its session. */
  readonly signedIn?: string | undefined;
}

/**
 * One verified sign-in, from its assertion to the account. Looking up, deciding and writing are one transaction
 * that takes the write lock before it reads (BEGIN IMMEDIATE), so that of ten first sign-ins at once the first
 * creates and nine find what it made; and a refusal leaves no row behind.
 */
export async function provision(
  parts: Provisioning,
  connection: Connection,
  assertion: Assertion,
  browser: Browser = {},
): Promise<Provisioned> {
  const { db, lookup, workings } = parts;
  const claims = readClaims(assertion, connection, workings.mapping);
  const look = (): Found => workings.provisioning.find(lookup, connection, claims);
  const act = (found: Found): Provisioned => {
    const situation = {
      connection,
      claims,
      emailIsVerified: workings.decision.emailIsVerified(connection, claims),
      found,
      proven: browser.proven ?? null,
      signedIn: browser.signedIn === undefined ? null : lookup.state(browser.signedIn, connection.organization.name),
    };
    const decision = decide(situation, workings.decision);
    return workings.provisioning.apply(parts, connection, claims, decision);
  };
  try {
    return await workings.provisioning.transact(db, look, act);
  } catch (error) {
    // Another process won the race for the identity: what it made is found now, and this becomes an update.
    if (!isIdentityTaken(error)) throw error;
    return await workings.provisioning.transact(db, look, act);
  }
}

/** Writes what was decided, and the one event that tells of it. Called inside the transaction. */
export function apply(
  { store, lookup, audit, organizations, workings }: Provisioning,
  connection: Connection,
  claims: Claims,
  decision: Decision,
): Provisioned {
  const { organization } = connection;
  const record = (kind: EventKind, account: string | null, detail: EventDetail): void =>
    audit.record({ kind, account, organization: organization.name, connection: connection.name, detail });
  const identified: EventDetail = {
    issuer: claims.issuer,
    ...("value" in claims.subject ? { subject: claims.subject.value } : {}),
  };

  if (decision.kind === "refuse") {
    const { kind: _, account = null, ...told } = decision;
    record("refused", account, { ...identified, ...told });
    return { kind: "refused", refusal: decision };
  }

  if (decision.kind === "confirm") {
    record("link_asked", decision.account, identified);
    return { kind: "confirm", account: decision.account };
  }

  const before = decision.kind === "create" ? null : lookup.state(decision.account, organization.name);
  const account = decision.kind === "create" ? store.insert(decision.fields) : decision.account;
  if (decision.kind !== "create") store.update(account, decision.fields);
  for (const name of new Set([organization.name, ...store.memberships(account)])) {
    const tenant = organizations.get(name);
    if (tenant !== undefined) store.join(account, tenant, decision.fields.email);
  }
  if (decision.kind !== "update") store.addIdentity(account, organization.name, connection.name, decision.identity);
  if (decision.kind === "link" && decision.dropCredentials) store.dropCredentials(account);
  if (decision.invitation !== null) {
    store.consumeInvitation(decision.invitation.id, account);
  }
  store.setGrants(account, organization.name, decision.grants);

  const detail: EventDetail = { ...identified, ...difference(before, decision), warnings: decision.warnings };
  if (decision.kind === "create" && !decision.signIn) {
    record("pending", account, detail);
    return {
      kind: "refused",
      refusal: {
        kind: "refuse",
        reason: "pending_approval",
        message: "Your account was requested and waits for an administrator's approval.",
        policy: "jit: pending_approval",
        account,
      },
    };
  }
  workings.provisioning.stamp(store, account, decision);
  record(eventKind(decision, detail), account, detail);
  return { kind: "signed_in", account };
}

const NO_FIELDS: AccountFields = {
  email: null,
  emailVerified: false,
  profile: { given_name: null, family_name: null, name: null, username: null },
  attributes: {},
  status: "active",
};

type Entry = Exclude<Decision, Refusal | { readonly kind: "confirm" }>;

function difference(before: AccountState | null, decision: Entry): EventDetail {
  const had = before?.grants ?? [];
  return {
    changes: changedFields(before ?? NO_FIELDS, decision.fields),
    granted: gained(had, decision.grants),
    revoked: gained(decision.grants, had),
  };
}

function eventKind(decision: Entry, detail: EventDetail): EventKind {
  if (decision.kind === "create") return "created";
  if (decision.kind === "link") return "linked";
  const changed = [detail.changes, detail.granted, detail.revoked].some(
    (list) => list !== undefined && list.length > 0,
  );
  return changed ? "updated" : "signed_in";
}

function isIdentityTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "SQLITE_CONSTRAINT_PRIMARYKEY";
}
