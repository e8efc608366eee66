import type { ServerResponse } from "node:http";
import type { Account, Sp } from "./store.ts";

/** Answers one of the three readings: `session`, `accounts`, `emails`. */
export function readFault(what: string, session: Account | undefined, url: URL, res: ServerResponse, sp: Sp): void {
  if (what === "session") return readSession(session, res);
  const ns = url.searchParams.get("ns") ?? "";
  const found = [...sp.accounts.values()].filter(({ email }) => email.includes(ns));
  const fault = found.find((account) => account.fault.startsWith("observe-"))?.fault ?? "";
  const rows = found.map(({ id, email, issuer, subject }) => ({ id, email, identities: [{ issuer, subject }] }));
  if (what === "emails") {
    const other = fault === "observe-disagrees" ? "somebody.else." : "";
    return json(res, { accounts: found.map(({ id, email }) => ({ id, email: `${other}${email}` })) });
  }
  readAccounts(fault, rows, url, res, sp);
}

function readAccounts(fault: string, rows: readonly object[], url: URL, res: ServerResponse, sp: Sp): void {
  switch (fault) {
    case "observe-500":
      return json(res, { error: "the database is busy" }, 500);
    case "observe-html":
      return void res.writeHead(200, { "content-type": "text/html" }).end("<h1>Please sign in</h1>");
    case "observe-denied":
      return json(res, { error: "token expired" }, 401);
    case "observe-hangs":
      return;
    case "observe-floods":
      return json(res, { accounts: rows, filler: "x".repeat(17 * 1024 * 1024) });
    case "observe-endless": {
      const next = Number(url.searchParams.get("page") ?? "0") + 1;
      url.searchParams.set("page", String(next));
      return json(res, { accounts: [], next: `${url.pathname}${url.search}` });
    }
    case "observe-circles":
      return json(res, { accounts: rows, next: `${url.pathname}${url.search}` });
    case "observe-odd":
      return json(res, { accounts: rows.map((row) => ({ ...row, email: { value: "ada" } })) });
    case "observe-busy":
      return ++sp.reads <= Number(process.env["BUSY_READS"]) ? undefined : json(res, { accounts: rows });
    case "observe-alternates":
      return json(res, { accounts: ++sp.reads % 2 === 0 ? rows : [] });
    default:
      json(res, { accounts: rows });
  }
}

function readSession(session: Account | undefined, res: ServerResponse): void {
  if (session === undefined) return json(res, { error: "nobody is signed in" }, 401);
  if (session.fault === "session-500") return json(res, { error: "oh" }, 500);
  if (session.fault === "session-html") return void res.writeHead(200, { "content-type": "text/html" }).end("<p>ada");
  if (session.fault === "session-odd") return json(res, { id: { value: 1 } });
  json(res, { id: session.id });
}

function json(res: ServerResponse, value: unknown, status = 200): void {
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
