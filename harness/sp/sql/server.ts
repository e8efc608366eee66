import {
  DatabaseDamaged,
  DatabaseProblem,
  type SqlParameters,
  type SqlResult,
  type SqlRow,
  type SqlWaits,
} from "./port.ts";

/** A database server, by the address that the target file gives. */
export interface DatabaseServer {
  readonly url: string;
  /** `user@host:port/database`: told to people, without the password. */
  readonly where: string;
}

/** Throws DatabaseProblem for an address that is none, and ERR_REMOTE_HOST. */
export function serverOf(address: string, requireAllowed: (url: URL) => void): DatabaseServer {
  // What cannot be parsed is not repeated: a password may stand in it.
  if (!URL.canParse(address))
    throw new DatabaseProblem(
      "has an address that is none",
      "write SCHEME://USER:PASSWORD@HOST:PORT/DATABASE, and in the password %40 for @, %2F for /, %23 for #",
    );
  const url = new URL(address);
  // `?host=` and `?socketPath=` win over the address's own host.
  const others = ["host", "socketPath"].flatMap((name) => url.searchParams.getAll(name));
  const hosts = [url.hostname, ...others].filter((host) => host !== "");
  if (hosts.length === 0)
    throw new DatabaseProblem("has an address without a host", "write localhost, or ?host=/FOLDER for a socket");
  for (const host of hosts) {
    if (host.startsWith("/")) continue;
    const alone = URL.parse(`${url.protocol}//${host}`);
    if (alone === null) throw new DatabaseProblem("has a host that is none", "write a name or an IP address");
    requireAllowed(alone);
  }
  const user = url.username === "" ? "" : `${decodedPart(url.username)}@`;
  return { url: address, where: `${user}${others.at(-1) ?? url.host}${url.pathname}` };
}

/** Percent signs that mean nothing stay as they are. */
export function decodedPart(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** One statement in a transaction that is open. */
export type Run = (sql: string, parameters: SqlParameters) => Promise<SqlResult>;

/** One statement after the other: the first row that one returns is told, and is among the parameters of the next. */
export async function runAll(run: Run, statements: readonly string[], parameters: SqlParameters): Promise<SqlRow> {
  const told: Record<string, unknown> = {};
  for (const statement of statements) Object.assign(told, (await run(statement, { ...parameters, ...told })).rows[0]);
  return told;
}

/** The server answers, and opens no session. `why` is what it says. */
export function notLetIn(where: string, why: string, hint: string, cause: unknown): DatabaseProblem {
  return new DatabaseProblem(`is not let into ${where}: ${why}`, hint, cause);
}

/** The server ended the connection, as it does when it is started anew. */
class ConnectionLost extends DatabaseDamaged {}

/** 57P01 and 57P02: PostgreSQL is shut down or ends the connection by hand. */
const LOST: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "EPIPE",
  "PROTOCOL_CONNECTION_LOST",
  "ER_CONNECTION_KILLED",
  "57P01",
  "57P02",
]);

/** A read on a connection that was ended while nobody used it is made once more, on another one. */
export async function againWhereLost<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof ConnectionLost)) throw error;
    return read();
  }
}

/** What went wrong on the way to a server, whichever it is; null where the server itself said it. */
export function connectionProblem(error: unknown, where: string, { connect }: SqlWaits): DatabaseProblem | null {
  const { code, message } = detailsOf(error);
  if (code === "ECONNREFUSED" || code === "ENOENT")
    return new DatabaseDamaged(
      `finds no server at ${where}: nothing listens there`,
      "start it, or correct the address",
      error,
    );
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return new DatabaseProblem(`finds no server at ${where}: the host is not known`, "correct the address", error);
  if (code === "ETIMEDOUT" || /timeout expired|connection timeout/i.test(message))
    return new DatabaseProblem(
      `got no answer from ${where} within ${connect} s`,
      "the server does not answer, or lets in no further connection; limits.connect gives it longer",
      error,
      "connect",
    );
  if (LOST.has(code) || /terminated unexpectedly|closed state/i.test(message))
    return new ConnectionLost(`lost its connection to ${where}`, "the server ended it: look at its log", error);
  return null;
}

/** With two addresses for a name the errors of both come as one AggregateError, whose code is the first one's. */
export function detailsOf(error: unknown): { readonly code: string; readonly message: string } {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return { code: typeof code === "string" ? code : "", message: typeof message === "string" ? message : String(error) };
}
