import { observeError, type AccountsReader } from "../../accounts/index.ts";
import { renderText } from "../../scenario/template.ts";
import type { ScimAccountsDriver } from "../../scenario/model/index.ts";
import { askForJson, RefusedAnswer } from "./api.ts";
import { Blanks } from "./blanks.ts";
import { AccountRows, partsOf, type RawRow, type RowReading } from "./collect.ts";
import type { DriverContext } from "./context.ts";
import { find, LISTS, paired, readings, requireId, UnreadableAnswer } from "./json-rows.ts";
import { BASE_HINT, readScimList } from "./scim-list.ts";
import { compileScimPath, type ScimPath } from "./scim-path.ts";

/** Reads accounts as a SCIM client does (RFC 7644): /Users, and /Groups where the target file wants them. */
export function scimReader(driver: ScimAccountsDriver, context: DriverContext): AccountsReader {
  const base = new URL(`${driver.base}/`, `${context.base_url}/`);
  /** A server may know no filter, or not this one: then it is asked for all, from then on. */
  let blanks = new Blanks(driver);
  const compiled = lazily(() => compile(driver));
  const tell = (answer: UnreadableAnswer) =>
    observeError({ name: context.name, driver }, answer.message, hintOf(answer), answer);
  const accounts = new AccountRows<Member>(
    Object.keys(driver.collect),
    memberReading(driver, compiled, () => blanks),
    (problem, hint) => new UnreadableAnswer(problem, hint),
  );
  let filtering = driver.filter !== undefined;

  async function list(ns: string, path: "Users" | "Groups", filter: string | null): Promise<readonly unknown[]> {
    const text = (template: string, value: string) =>
      renderText(template, (name) => (name === "ns" ? value : undefined));
    const headers = Object.entries(driver.headers).map(([name, value]) => [name, text(value, ns)] as const);
    return readScimList(`/${path}`, context.limits.answer, async ({ startIndex, count }) => {
      const url = new URL(path, base);
      url.searchParams.set("startIndex", String(startIndex));
      url.searchParams.set("count", String(count));
      // The namespace stands in a string of the filter, which is one of JSON (RFC 7644, section 3.4.2.2).
      if (filter !== null) url.searchParams.set("filter", text(filter, JSON.stringify(ns).slice(1, -1)));
      const call = { method: "GET", url: url.href, auth: driver.auth };
      return askForJson(context, {
        ...call,
        headers: { accept: "application/scim+json", ...Object.fromEntries(headers) },
      });
    });
  }

  async function users(ns: string): Promise<readonly unknown[]> {
    if (!filtering || driver.filter === undefined) return list(ns, "Users", null);
    try {
      return await list(ns, "Users", driver.filter);
    } catch (error) {
      if (!(error instanceof RefusedAnswer) || ![400, 403, 501].includes(error.status)) throw error;
      const all = await list(ns, "Users", null);
      filtering = false;
      return all;
    }
  }

  async function membersOf(ns: string): Promise<readonly Member[]> {
    blanks = new Blanks(driver);
    // Also where there is nobody: a path is wrong from the beginning.
    compiled();
    const resources = await users(ns);
    if (driver.groups === undefined) return resources.map((user) => ({ user, groups: [] }));
    const names = groupsByMember(await list(ns, "Groups", null));
    return resources.map((user) => ({ user, groups: names.get(idOf(driver, user)) ?? [] }));
  }

  return {
    name: context.name,
    driver,
    ...readings(membersOf, accounts, tell),
    blanks: () => blanks.list(context.name),
    close: () => Promise.resolve(),
  };
}

function hintOf(answer: UnreadableAnswer): string | undefined {
  return answer instanceof RefusedAnswer && answer.status === 404 ? BASE_HINT : answer.hint;
}

/** A user's resource, and the names of the groups that it is a member of. */
interface Member {
  readonly user: unknown;
  readonly groups: readonly unknown[];
}

function idOf(driver: ScimAccountsDriver, user: unknown): string {
  const path = driver.map["id"] ?? "";
  const [id] = pathOf("map.id", path, false)(user);
  requireId(id ?? null, path, user);
  return String(id);
}

/** How a user is read, by the paths of the target file. Throws UnreadableAnswer for one that is none. */
function memberReading(
  driver: ScimAccountsDriver,
  compiled: () => ReturnType<typeof compile>,
  blanks: () => Blanks,
): RowReading<Member> {
  return {
    id: ({ user }) => idOf(driver, user),
    whole({ user, groups }) {
      const row = compiled()(user, blanks());
      return driver.groups === undefined ? row : { ...row, fields: { ...row.fields, [driver.groups]: groups } };
    },
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

/** What one user's resource shows. */
function compile(driver: ScimAccountsDriver): (user: unknown, blanks: Blanks) => RawRow {
  const paths = Object.entries(driver.map).map(
    ([field, path]) => [field, pathOf(`map.${field}`, path, LISTS.has(field))] as const,
  );
  const collected = Object.entries(driver.collect).map(([field, columns]) => {
    const parts = Object.entries(partsOf(columns));
    return [field, parts.map(([part, path]) => [part, pathOf(`collect.${field}`, path, true)] as const)] as const;
  });
  return (user, blanks) => {
    const fields = Object.fromEntries(
      paths.map(([field, path]) => {
        const found = path(user);
        blanks.saw(user, field, found);
        return [field, LISTS.has(field) ? found.map(nameOf) : (found[0] ?? null)];
      }),
    );
    requireId(fields["id"], driver.map["id"], user);
    const parts = collected.map(([field, of]) => [
      field,
      paired(
        field,
        of.map(([part, path]) => [part, path(user).map(nameOf)]),
      ),
    ]);
    return { fields, parts: Object.fromEntries(parts) as RawRow["parts"] };
  };
}

/** `emails`, as a whole, is the primary one, or the first where none is. Throws UnreadableAnswer. */
function pathOf(where: string, path: string, isList: boolean): ScimPath {
  if (path.startsWith("$")) return (user) => find(user, path, where);
  if (path === "emails" && !isList) {
    const [primary, any] = ["emails[primary eq true].value", "emails.value"].map(compileScimPath);
    return (user) => [...(primary?.(user) ?? []), ...(any?.(user) ?? [])];
  }
  try {
    return compileScimPath(path);
  } catch (error) {
    const why = error instanceof Error ? error.message : "it cannot be read";
    throw new UnreadableAnswer(`has an invalid path in ${where}: ${path} (${why})`, undefined, error);
  }
}

/** A complex value of a list stands for its `value`: `roles` is the same as `roles.value`. */
function nameOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "value" in value ? value.value : value;
}

const MEMBERS = compileScimPath("members.value");
const DISPLAY_NAME = compileScimPath("displayName");

/** The names of the groups that a user is a member of, by the user's id (RFC 7643, section 4.2). */
function groupsByMember(groups: readonly unknown[]): ReadonlyMap<string, readonly unknown[]> {
  const names = new Map<string, unknown[]>();
  for (const group of groups) {
    for (const member of MEMBERS(group)) {
      const id = String(member);
      names.set(id, [...(names.get(id) ?? []), ...DISPLAY_NAME(group)]);
    }
  }
  return names;
}
