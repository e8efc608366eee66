import { createHash, timingSafeEqual } from "node:crypto";
import type { Organization } from "../config/model.ts";
import type { AccountFields } from "../decision/model.ts";
import { emailKey } from "../mapping/address.ts";
import type { Provisioning } from "../accounts/provision.ts";
import { Directory } from "./directory.ts";
import { matching, type ShownUser, type UserFilter } from "./filter.ts";
import { putGroup, removeGroup } from "./groups.ts";
import { isOwnDomain } from "../decision/own-domain.ts";
import { ScimFault, type PushedUser, type ScimUserRow } from "./model.ts";

type Query = Readonly<Record<string, unknown>>;

/** Where a push decides something. */
export interface ScimSteps {
  /** Whether who sends this header is the organization's directory. */
  readonly knows: (authorization: string, organization: Organization) => boolean;
  /** Whether the organization takes pushes at all. */
  readonly takes: (organization: Organization) => boolean;
  /** The body of a request as it is read. */
  readonly body: (body: unknown) => unknown;
  /** What a request asks for beside its path: a filter, a part of a list. */
  readonly query: (query: Query) => Query;
  /** Whom a request means by an id: to show them, or to change them. */
  readonly find: (
    parts: Provisioning,
    organization: Organization,
    id: string,
    to: "show" | "change",
  ) => ScimUserRow | null;
  /** Of whom a list is made, or what a filter is asked of. */
  readonly listed: (parts: Provisioning, organization: Organization, filtered: boolean) => readonly ScimUserRow[];
  /** For whom a filter holds. */
  readonly matching: (filter: UserFilter, all: readonly ShownUser[]) => readonly ShownUser[];
  /** The account of the organization that is this person, though SCIM has not pushed them yet. */
  readonly existing: (parts: Provisioning, organization: Organization, user: Named) => string | null;
  /** Makes somebody, or takes over the account that they have. The id. */
  readonly create: (parts: Provisioning, organization: Organization, user: Named) => Promise<string> | string;
  readonly update: (parts: Provisioning, organization: Organization, row: ScimUserRow, user: PushedUser) => void;
  readonly setActive: (parts: Provisioning, id: string, active: boolean) => void;
  readonly remove: (parts: Provisioning, organization: Organization, row: ScimUserRow) => void;
  readonly putGroup: typeof putGroup;
  readonly removeGroup: typeof removeGroup;
}

/** A user whose name is known. */
type Named = PushedUser & { readonly userName: string };

function knows(authorization: string, { scimToken }: Organization): boolean {
  return scimToken !== null && timingSafeEqual(digest(authorization), digest(`Bearer ${scimToken}`));
}

/** Of equal length whatever the text, as timingSafeEqual wants it. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** An id is no secret: whose it is decides. */
function find({ db }: Provisioning, { name }: Organization, id: string): ScimUserRow | null {
  return new Directory(db, name).user(id);
}

function listed({ db }: Provisioning, { name }: Organization): readonly ScimUserRow[] {
  return new Directory(db, name).users();
}

/** The token is of one organization, and so is whoever it can find: an account elsewhere is none of its business. */
function existing({ db, lookup }: Provisioning, organization: Organization, user: Named): string | null {
  const { name, policy } = organization;
  const email = user.email ?? null;
  const byEmail = email === null ? [] : lookup.byEmail(name, emailKey(email, policy.email_case));
  const subject = db
    .prepare<[string, string], { account_id: string }>(
      "SELECT DISTINCT account_id FROM identities WHERE organization = ? AND subject = ?",
    )
    .all(name, user.externalId ?? "");
  const found = new Set([...byEmail.map(({ id }) => id), ...subject.map(({ account_id }) => account_id)]);
  if (found.size > 1) throw new ScimFault(409, "uniqueness", "More than one account has this address or identifier.");
  return [...found][0] ?? null;
}

/** One transaction from the look to the writing: a first sign-in at the same moment comes before it, or after. */
function create(parts: Provisioning, organization: Organization, user: Named): string {
  return parts.db
    .transaction(() => {
      const apart = organization.policy.scim_existing === "apart";
      const found = apart ? null : parts.workings.scim.existing(parts, organization, user);
      return found === null ? insert(parts, organization, user) : adopt(parts, organization, user, found);
    })
    .immediate();
}

function insert(parts: Provisioning, organization: Organization, user: Named): string {
  const { db, store, audit } = parts;
  const directory = new Directory(db, organization.name);
  if (directory.byUserName(user.userName) !== null)
    throw new ScimFault(409, "uniqueness", `There is a user ${user.userName} already.`);
  const id = store.insert({
    ...fieldsOf(organization, user),
    status: user.active === false ? "deactivated" : "active",
  });
  store.join(id, organization, user.email ?? null);
  directory.welcome(user.externalId ?? null, user.userName);
  directory.put(id, user.externalId ?? null, user.userName);
  if (organization.defaultRole !== null) store.grant(id, organization.name, organization.defaultRole, "default");
  audit.record({ kind: "pushed", actor: "directory", account: id, organization: organization.name });
  return id;
}

/** It keeps what it has; whoever was deactivated by hand is not brought back by a push. */
function adopt(parts: Provisioning, organization: Organization, user: Named, id: string): string {
  const directory = new Directory(parts.db, organization.name);
  if (directory.user(id) !== null || organization.policy.scim_existing === "409")
    throw new ScimFault(409, "uniqueness", "There is an account with this address or identifier already.");
  directory.put(id, user.externalId ?? null, user.userName);
  parts.audit.record({ kind: "pushed", actor: "directory", account: id, organization: organization.name });
  return id;
}

function fieldsOf(organization: Organization, user: PushedUser): Omit<AccountFields, "status"> {
  const email = user.email ?? null;
  return {
    email,
    emailVerified: email !== null && isOwnDomain({ organization, policy: organization.policy }, email),
    profile: {
      given_name: user.given_name,
      family_name: user.family_name,
      name: user.name,
      username: user.userName ?? null,
    },
    attributes: {},
  };
}

/** What a push does not say stays: the name by which the identity provider knows them, the address, and the status. */
function update(parts: Provisioning, organization: Organization, row: ScimUserRow, user: PushedUser): void {
  const { db, store, lookup, audit, workings } = parts;
  const { account_id: id } = row;
  const before = lookup.state(id, organization.name);
  if (before === null) throw new ScimFault(404, "", `There is no user ${id}.`);
  const userName = user.userName ?? row.user_name;
  const directory = new Directory(db, organization.name);
  const holder = directory.byUserName(userName);
  if (holder !== null && holder.account_id !== id)
    throw new ScimFault(409, "uniqueness", `There is a user ${userName} already.`);
  const email = user.email === undefined ? before.email : user.email;
  const fields = fieldsOf(organization, { ...user, email, userName });
  store.update(id, { ...fields, attributes: before.attributes, status: before.status });
  store.join(id, organization, email);
  directory.put(id, user.externalId === undefined ? row.external_id : user.externalId, userName);
  if (user.active !== undefined && user.active !== (before.status === "active"))
    workings.scim.setActive(parts, id, user.active);
  audit.record({ kind: "pushed", actor: "directory", account: id, organization: organization.name });
}

/** Whoever is deactivated is out at once: their sessions end in the same transaction. */
function setActive({ store, audit }: Provisioning, id: string, active: boolean): void {
  store.setStatus(id, active ? "active" : "deactivated");
  if (!active) audit.record({ kind: "deactivated", actor: "directory", account: id });
}

function remove({ db, store, audit }: Provisioning, organization: Organization, row: ScimUserRow): void {
  new Directory(db, organization.name).bury(row);
  store.remove(row.account_id);
  audit.record({ kind: "removed", actor: "directory", account: row.account_id, organization: organization.name });
}

export const scimSteps: ScimSteps = {
  knows,
  takes: ({ policy }) => policy.scim === "on",
  body: (body) => body,
  query: (query) => query,
  find,
  listed,
  matching,
  existing,
  create,
  update,
  setActive,
  remove,
  putGroup,
  removeGroup,
};
