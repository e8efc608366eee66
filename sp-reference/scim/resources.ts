import { Resources, Types } from "scimmy";
import { Directory } from "./directory.ts";
import type { ShownUser, UserFilter } from "./filter.ts";
import { ScimFault, type PushedUser, type ScimContext, type ScimUserRow } from "./model.ts";

/** What SCIMMY hands over with a request: the id of its path, and the filter of its query. */
interface Wanted {
  readonly id?: string;
  readonly filter?: UserFilter;
}
type Written = Readonly<Record<string, unknown>>;

let declared = false;

/** SCIMMY keeps its declarations for the whole process: they take everything from the context of each request. */
export function declareResources(): void {
  if (declared) return;
  declared = true;
  Resources.declare(Resources.User)
    .egress(told(readUsers) as never)
    .ingress(told(writeUser) as never)
    .degress(told(dropUser) as never);
  Resources.declare(Resources.Group)
    .egress(told(readGroups) as never)
    .ingress(told(writeGroup) as never)
    .degress(told(dropGroup) as never);
}

/** What can not be done, in SCIMMY's own words. */
function told<A extends readonly unknown[], R>(work: (...args: A) => R | Promise<R>): (...args: A) => Promise<R> {
  return async (...args) => {
    try {
      return await work(...args);
    } catch (error) {
      if (!(error instanceof ScimFault)) throw error;
      throw new Types.Error(error.status, error.scimType, error.message);
    }
  };
}

function readUsers({ id, filter }: Wanted, { organization, parts }: ScimContext): object | object[] {
  const directory = new Directory(parts.db, organization.name);
  const show = (row: ScimUserRow) => shown(row, directory, { organization, parts });
  if (id !== undefined) return show(rowOf({ organization, parts }, id, "show"));
  const { listed, matching } = parts.workings.scim;
  const all = listed(parts, organization, filter !== undefined).map(show);
  return [...(filter === undefined ? all : matching(filter, all))];
}

function shown(row: ScimUserRow, directory: Directory, { organization, parts }: ScimContext): ShownUser {
  const account = parts.lookup.state(row.account_id, organization.name);
  if (account === null) throw new ScimFault(404, "", `There is no user ${row.account_id}.`);
  const { given_name, family_name, name } = account.profile;
  const parted = { formatted: name, givenName: given_name, familyName: family_name };
  const groups = directory
    .groupsOf(row.account_id)
    .map(({ id, display_name }) => ({ value: id, display: display_name }));
  return present({
    id: row.account_id,
    externalId: row.external_id,
    userName: row.user_name,
    name: present(parted),
    displayName: name,
    emails: account.email === null ? null : [{ value: account.email, type: "work", primary: true }],
    active: account.status === "active",
    ...(groups.length === 0 ? {} : { groups }),
  });
}

function present(members: Written): ShownUser {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null && value !== undefined));
}

async function writeUser({ id }: Wanted, written: Written, context: ScimContext): Promise<object> {
  const { organization, parts } = context;
  const user = readUser(written);
  if (id !== undefined) {
    parts.db
      .transaction(() => parts.workings.scim.update(parts, organization, rowOf(context, id, "change"), user))
      .immediate();
    return readUsers({ id }, context);
  }
  const { userName } = user;
  if (userName === undefined) throw new ScimFault(400, "invalidValue", "userName must be a text that is not blank.");
  return readUsers({ id: await parts.workings.scim.create(parts, organization, { ...user, userName }) }, context);
}

function readUser(written: Written): PushedUser {
  const name = (written["name"] ?? {}) as Written;
  const emails = written["emails"];
  const list = (Array.isArray(emails) ? emails : []) as readonly Written[];
  const main = list.find(({ primary }) => primary === true) ?? list[0];
  const externalId = written["externalId"];
  const active = written["active"];
  return {
    externalId: externalId === undefined ? undefined : text(externalId),
    userName: text(written["userName"]) ?? undefined,
    email: emails === undefined ? undefined : text(main?.["value"]),
    given_name: text(name["givenName"]),
    family_name: text(name["familyName"]),
    name: text(written["displayName"]) ?? text(name["formatted"]),
    active: typeof active === "boolean" ? active : undefined,
  };
}

/** A blank is as good as nothing: some providers send one for what a person has not. */
function text(value: unknown): string | null {
  return typeof value === "string" && value.trim() !== "" ? value.normalize("NFC") : null;
}

function dropUser({ id = "" }: Wanted, context: ScimContext): void {
  const { organization, parts } = context;
  parts.db.transaction(() => parts.workings.scim.remove(parts, organization, rowOf(context, id, "change"))).immediate();
}

function rowOf({ organization, parts }: ScimContext, id: string, to: "show" | "change"): ScimUserRow {
  const row = parts.workings.scim.find(parts, organization, id, to);
  if (row === null) throw new ScimFault(404, "", `There is no user ${id}.`);
  return row;
}

function readGroups({ id, filter }: Wanted, { organization, parts }: ScimContext): object | object[] {
  const directory = new Directory(parts.db, organization.name);
  const all = directory.groups().filter((group) => id === undefined || group.id === id);
  if (id !== undefined && all.length === 0) throw new ScimFault(404, "", `There is no group ${id}.`);
  const groups = all.map((group) => ({
    id: group.id,
    displayName: group.display_name,
    members: directory.members(group.id).map((value) => ({ value })),
  }));
  return id === undefined ? (filter?.match(groups) ?? groups) : (groups[0] ?? {});
}

function writeGroup({ id }: Wanted, written: Written, context: ScimContext): object {
  const { organization, parts } = context;
  if (id !== undefined) readGroups({ id }, context);
  const name = text(written["displayName"]);
  if (name === null) throw new ScimFault(400, "invalidValue", "displayName must be a text that is not blank.");
  const listed = (Array.isArray(written["members"]) ? written["members"] : []) as readonly Written[];
  const members = listed.flatMap(({ value }) => (typeof value === "string" ? [value] : []));
  return readGroups({ id: parts.workings.scim.putGroup(parts, organization, id, name, members) }, context);
}

function dropGroup({ id = "" }: Wanted, context: ScimContext): void {
  readGroups({ id }, context);
  context.parts.workings.scim.removeGroup(context.parts, context.organization, id);
}
