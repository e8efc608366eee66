import { DEFAULT_WAITS } from "../../../harness/scenario/model/index.ts";
import type { AccountsDriver, SessionDriver, Start, Target } from "../../../harness/scenario/model/index.ts";

export const PLACE = { file: "jitterbug.yaml", line: 7, column: 3 };

/** A target as `loadTarget` would give it, with nothing in it but what a test says. */
export function targetOf(parts: Partial<Target> = {}): Target {
  return {
    name: "sp",
    file: "/nowhere/jitterbug.yaml",
    dir: "/tmp",
    base_url: "http://localhost:1",
    idps: {},
    organizations: [{ name: "default", verified_domains: ["sp.test"], policy: {}, place: PLACE }],
    connections: [],
    policy: {},
    observe: { session: sessionOf(), accounts: [], settle: 0 },
    seed: {},
    prepare: [],
    reset: [],
    drive: {},
    after_sign_in: [],
    limits: DEFAULT_WAITS,
    place: PLACE,
    ...parts,
  };
}

export function sessionOf(parts: Partial<SessionDriver> = {}): SessionDriver {
  return {
    request: { method: "GET", target: "/me" },
    headers: {},
    account: { json: "$.id" },
    fields: {},
    signed_out: { status: [401, 403, 404] },
    place: PLACE,
    ...parts,
  };
}

export function startOf(code: string, parts: Partial<Start> = {}): Start {
  return {
    before: [],
    command: [process.execPath, "-e", code],
    env: {},
    ready: { request: { method: "GET", target: "/" } },
    timeout: 10,
    ...parts,
  };
}

type Parts<D> = Partial<Omit<D, "kind">>;

export function httpDriver(
  parts: Parts<Extract<AccountsDriver, { kind: "http" }>> = {},
): Extract<AccountsDriver, { kind: "http" }> {
  return {
    kind: "http",
    request: { method: "GET", target: "/accounts" },
    headers: {},
    each: "$[*]",
    map: { id: "$.id", email: "$.email" },
    collect: {},
    place: PLACE,
    ...parts,
  };
}

export function sqlDriver(
  parts: Parts<Extract<AccountsDriver, { kind: "sql" }>>,
): Extract<AccountsDriver, { kind: "sql" }> {
  return {
    kind: "sql",
    database: "sqlite:sp.db",
    query: "select id, email from users",
    map: {},
    collect: {},
    place: PLACE,
    ...parts,
  };
}

export function scimDriver(
  parts: Parts<Extract<AccountsDriver, { kind: "scim" }>> = {},
): Extract<AccountsDriver, { kind: "scim" }> {
  return {
    kind: "scim",
    base: "/scim/v2",
    headers: {},
    map: { id: "id", email: "emails" },
    collect: {},
    place: PLACE,
    ...parts,
  };
}

export function execDriver(
  code: string,
  parts: Parts<Extract<AccountsDriver, { kind: "exec" }>> = {},
): Extract<AccountsDriver, { kind: "exec" }> {
  return {
    kind: "exec",
    command: [process.execPath, "-e", code],
    each: "$[*]",
    map: { id: "$.id", email: "$.email" },
    collect: {},
    place: PLACE,
    ...parts,
  };
}
