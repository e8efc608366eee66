import type { Connection } from "../config/model.ts";
import type { Decision, Found } from "../decision/model.ts";
import { emailKey } from "../mapping/address.ts";
import type { Claims } from "../mapping/claims.ts";
import type { Db } from "./database.ts";
import type { Lookup } from "./lookup.ts";
import { apply, type Provisioned, type Provisioning } from "./provision.ts";
import type { Store } from "./store.ts";

/** The steps of provisioning that touch the database. */
export interface ProvisioningSteps {
  /** Looks up every account that could be this person. */
  readonly find: (lookup: Lookup, connection: Connection, claims: Claims) => Found;
  /** Runs look-up, decision and writing so that nothing comes between them. */
  readonly transact: (
    db: Db,
    look: () => Found,
    act: (found: Found) => Provisioned,
  ) => Promise<Provisioned> | Provisioned;
  readonly apply: (parts: Provisioning, connection: Connection, claims: Claims, decision: Decision) => Provisioned;
  /** Notes when the account was signed in to, so that one that nobody uses any more can be found. */
  readonly stamp: (store: Store, account: string, decision: Decision) => void;
}

function find(lookup: Lookup, connection: Connection, claims: Claims): Found {
  const { organization, policy } = connection;
  const { name } = organization;
  const { subject, issuer, email, profile } = claims;
  const key = email === null ? null : emailKey(email, policy.email_case);
  const byIdentity = "value" in subject ? lookup.byIdentity(name, { issuer, subject: subject.value }) : null;
  return {
    byIdentity,
    byEmail: key === null ? [] : lookup.byEmail(name, key),
    byUsername: profile.username === null ? [] : lookup.byUsername(name, profile.username),
    freeUsername: freeUsername(lookup, name, profile.username),
    elsewhere: key === null || policy.domain_join === "off" ? [] : lookup.elsewhere(name, key),
    pushed: pushed(lookup, connection, claims, key),
    departed: departed(lookup, connection, claims),
    otherAdmin: lookup.otherAdmin(name, byIdentity?.id ?? null),
    room: lookup.room(name),
    invitation: key === null || !mayBeInvited(policy, claims) ? null : lookup.invitation(name, key),
  };
}

function freeUsername(lookup: Lookup, organization: string, username: string | null): string | null {
  const isTaken = (one: string): boolean => lookup.byUsername(organization, one).length > 0;
  if (username === null || !isTaken(username)) return null;
  let number = 2;
  while (isTaken(`${username}-${number}`)) number += 1;
  return `${username}-${number}`;
}

/** What the organization's own identity provider pushed needs no further proof than the match that the policy names. */
function pushed(
  lookup: Lookup,
  { organization: { name }, policy }: Connection,
  { subject, profile }: Claims,
  key: string | null,
): Found["pushed"] {
  if (policy.scim === "off") return [];
  switch (policy.scim_match) {
    case "externalId":
      return "value" in subject ? lookup.pushed(name, "externalId", subject.value) : [];
    case "userName":
      return profile.username === null ? [] : lookup.pushed(name, "userName", profile.username);
    case "email":
      return key === null ? [] : lookup.byEmail(name, key).filter(({ id }) => lookup.isPushed(name, id));
    case "never":
      return [];
  }
}

function departed(lookup: Lookup, { organization, policy }: Connection, claims: Claims): Found["departed"] {
  const { subject, issuer, profile } = claims;
  if (!("value" in subject)) return null;
  return lookup.departed(
    organization.name,
    { issuer, subject: subject.value },
    {
      externalId: policy.scim_match === "externalId" ? subject.value : null,
      userName: policy.scim_match === "userName" ? profile.username : null,
    },
  );
}

/**
 * An invitation brings roles: whoever can type its address at the IdP shall not have them. Of an address of which
 * nobody says that it is verified, the invitation itself vouches for the domain, which a guest's never has verified.
 */
function mayBeInvited({ email_verified_missing }: Connection["policy"], { emailVerified }: Claims): boolean {
  return emailVerified ?? email_verified_missing !== "unverified";
}

/** better-sqlite3 is synchronous: nothing of this process can come between, and IMMEDIATE keeps other processes out. */
function transact(db: Db, look: () => Found, act: (found: Found) => Provisioned): Provisioned {
  return db.transaction(() => act(look())).immediate();
}

const stamp: ProvisioningSteps["stamp"] = (store, account) => store.signedIn(account);

export const provisioningSteps: ProvisioningSteps = { find, transact, apply, stamp };
