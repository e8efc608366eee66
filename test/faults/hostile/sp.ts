import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import * as client from "openid-client";
import { readFault } from "./observe-faults.ts";
import { signInFault } from "./sign-in-faults.ts";
import type { Account, Sp } from "./store.ts";

/**
 * An SP that does everything right but one thing, named in the first part of its paths: `/hangs/sign-in` starts a
 * sign-in whose end hangs. Only Ada (or who BITES names, or everybody) meets the fault, so that everybody else shows that the rest works.
 */
const {
  PORT = "",
  BASE_URL = "",
  IDP_URL = "",
  ADMIN_TOKEN = "",
  CLIENT_SECRET = "",
  DIES_AT = "0",
  START = "",
  CLOCK_OFF = "0",
  BITES = "Ada",
} = process.env;
const base = BASE_URL;
/** A clock that is off by so many seconds; what Node writes into Date by itself has the right one. */
const clockOff = Number(CLOCK_OFF) * 1_000;
const now = Date.now;
if (clockOff !== 0) Date.now = () => now() + clockOff;
if (START === "exits") {
  console.error("the database is not there");
  process.exit(7);
}

const outsider: Account = {
  id: "outsider",
  email: "root@elsewhere.test",
  subject: "root",
  issuer: "",
  fault: "honest",
};
const sp: Sp = {
  accounts: new Map([[outsider.id, outsider]]),
  sessions: new Map(),
  outsider,
  reads: 0,
  alone: null,
  met: false,
};
const pending = new Map<string, { readonly verifier: string; readonly nonce: string }>();
const configurations = new Map<string, Promise<client.Configuration>>();
let signIns = 0;

function configurationOf(fault: string): Promise<client.Configuration> {
  const known = configurations.get(fault);
  if (known !== undefined) return known;
  const issuer = new URL(`${IDP_URL}/oidc/${fault}`);
  const made = client.discovery(issuer, "hostile", undefined, client.ClientSecretBasic(CLIENT_SECRET), {
    execute: [client.allowInsecureRequests],
  });
  configurations.set(fault, made);
  return made;
}

async function begin(fault: string, res: ServerResponse): Promise<void> {
  if (fault.startsWith("door-")) return signInFault(fault.slice("door-".length), res, null, sp);
  const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
  pending.set(state, { verifier, nonce });
  const url = client.buildAuthorizationUrl(await configurationOf(fault), {
    redirect_uri: `${base}/${fault}/callback`,
    scope: "openid email profile",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
  });
  res.writeHead(303, { location: url.href }).end();
}

async function finish(fault: string, url: URL, res: ServerResponse): Promise<void> {
  const state = url.searchParams.get("state") ?? "";
  const begun = pending.get(state);
  if (begun === undefined) return page(res, 400, "This sign-in is not known here.");
  const tokens = await client.authorizationCodeGrant(await configurationOf(fault), url, {
    pkceCodeVerifier: begun.verifier,
    expectedState: state,
    expectedNonce: begun.nonce,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw new Error("no ID token");
  if (++signIns === Number(DIES_AT)) {
    console.error("out of memory, or so it seems");
    process.exit(9);
  }
  const { email } = claims;
  if (typeof email !== "string") throw new Error("no email in the ID token");
  const account = (): Account => accountOf(claims.iss, claims.sub, email, fault);
  const bitten =
    (BITES === "everybody" || claims["given_name"] === BITES) &&
    !fault.startsWith("observe-") &&
    !fault.startsWith("session-");
  if (bitten && fault !== "honest") return signInFault(fault, res, { account, email }, sp);
  welcome(res, account());
}

function accountOf(issuer: string, subject: string, email: string, fault: string): Account {
  const known = [...sp.accounts.values()].find((one) => one.issuer === issuer && one.subject === subject);
  const account = known ?? {
    id: randomUUID(),
    email,
    subject,
    issuer,
    fault: email.startsWith("ada") ? fault : "honest",
  };
  sp.accounts.set(account.id, account);
  return account;
}

function welcome(res: ServerResponse, account: Account): void {
  const session = randomUUID();
  sp.sessions.set(session, account);
  res.writeHead(303, { location: "/", "set-cookie": `sid=${session}; Path=/; HttpOnly` }).end();
}

async function create(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { email } = (await json(req)) as { readonly email: string };
  const account: Account = { id: randomUUID(), email, subject: "", issuer: "", fault: "honest" };
  sp.accounts.set(account.id, account);
  res.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify({ id: account.id }));
}

function remove(id: string, res: ServerResponse): void {
  if (sp.accounts.get(id)?.fault === "cookies") return page(res, 409, "This account is stuck here.");
  sp.accounts.delete(id);
  res.writeHead(204).end();
}

function page(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, { "content-type": "text/html" }).end(`<!doctype html><title>hostile</title><p>${text}</p>`);
}

function sessionOf({ headers }: IncomingMessage): Account | undefined {
  return sp.sessions.get(/(?:^|; )sid=([^;]+)/.exec(headers.cookie ?? "")?.[1] ?? "");
}

async function handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const url = new URL(req.url ?? "/", base);
  const [, first = "", second = ""] = url.pathname.split("/");
  if (second === "sign-in") return begin(first, res);
  if (second === "callback") return finish(first, url, res);
  if (first === "healthz") return page(res, START === "never-ready" ? 503 : 200, "as well as can be");
  if (first === "loop") return void res.writeHead(302, { location: `/loop/${randomUUID()}` }).end();
  if (first === "api") return readFault("session", sessionOf(req), url, res, sp);
  if (first === "admin") {
    if (req.headers.authorization !== `Bearer ${ADMIN_TOKEN}`) return page(res, 401, "Not for you.");
    if (req.method === "POST") return create(req, res);
    if (req.method === "DELETE") return remove(url.pathname.split("/").at(-1) ?? "", res);
    return readFault(second, undefined, url, res, sp);
  }
  page(res, 200, sessionOf(req)?.email ?? "Nobody is signed in.");
}

createServer((req, res) => {
  res.setHeader("date", new Date(Date.now()).toUTCString());
  handle(req, res).catch((error: unknown) => {
    if (!res.headersSent) page(res, 403, error instanceof Error ? error.message : String(error));
  });
}).listen(Number(PORT), new URL(base).hostname);
