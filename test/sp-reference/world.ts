import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import type { Browser, Page } from "../../harness/agent/port.ts";
import { startIdps } from "../../harness/idp/index.ts";
import { PICK_FIELD, PICK_FORM, type ConnectionSpec, type Idps, type SamlSpec } from "../../harness/idp/port.ts";
import type { Exchange } from "../../harness/observe/exchange.ts";
import type { AccountReadOut } from "../../sp-reference/admin/read-out.ts";
import type { AuditEvent } from "../../sp-reference/audit/events.ts";
import { createSp } from "../../sp-reference/app/app.ts";
import { readConfig } from "../../sp-reference/config/environment.ts";
import type { Config, Connection, SamlConnection } from "../../sp-reference/config/model.ts";

export const ADMIN_TOKEN = "test-admin";
const SECRET = "test-secret";

/** The reference SP in this process on a free port, with the mock IdPs where asked for; all ends with the test. */
export interface World {
  readonly baseUrl: string;
  readonly config: Config;
  readonly idps: Idps;
  /** The last protocol message of each kind that the IdPs saw. */
  messages(): { readonly [kind: string]: Readonly<Record<string, unknown>> | undefined };
  /** All that the IdPs saw. */
  readonly exchanges: readonly Exchange[];
  /** What the SP logged. */
  readonly log: readonly string[];
  browser(): Browser;
  /** Signs a person in at a connection, in a fresh browser or the given one. */
  signIn(connection: string, claims: Claims, browser?: Browser): Promise<SignedIn>;
  readonly admin: (
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ readonly status: number; readonly json: AdminAnswer }>;
  readonly accounts: (q?: string) => Promise<readonly AccountReadOut[]>;
}

/** Whatever the admin API answers: an account, a page of them, events, or an error. */
export type AdminAnswer = AccountReadOut & {
  readonly accounts: readonly AccountReadOut[];
  readonly next: string | null;
  readonly events: readonly AuditEvent[];
  readonly error: string;
};

export interface Claims {
  readonly [claim: string]: unknown;
}

interface SignedIn {
  readonly page: Page;
  readonly browser: Browser;
  /** The account of the session, or null. */
  readonly account: string | null;
}

export interface WorldOptions {
  readonly connections?: readonly string[];
  readonly defects?: readonly string[];
  readonly env?: { readonly [name: string]: string };
  /** Per connection, on top of what the SP's configuration implies. */
  readonly spec?: Partial<ConnectionSpec>;
}

export async function openWorld({
  connections = [],
  defects = [],
  env = {},
  spec = {},
}: WorldOptions = {}): Promise<World> {
  const server = createServer();
  const port = await listen(server);
  const baseUrl = `http://localhost:${port}`;
  const surroundings = { PORT: String(port), BASE_URL: baseUrl, ADMIN_TOKEN, CLIENT_SECRET: SECRET, ...env };
  const unbound = readConfig(surroundings);
  const exchanges: Exchange[] = [];
  const idps = await startIdps({
    listen: "127.0.0.1:0",
    stateDir: null,
    onExchange: (exchange) => exchanges.push(exchange),
    connections: connections.map((name) => ({ ...specOf(unbound.connections.get(name)), ...spec }) as ConnectionSpec),
  });
  onTestFinished(() => idps.close());
  const config = readConfig({ IDP_URL: idps.origin, ...surroundings });
  const log: string[] = [];
  const sp = createSp(config, defects, (line) => log.push(line));
  server.on("request", sp.app);
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    sp.close();
  });
  const agent = createHttpAgent({});
  onTestFinished(() => agent.close());

  const browser = (): Browser => agent.browser("test");
  const admin: World["admin"] = async (method, path, body) => {
    const response = await fetch(`${baseUrl}/admin${path}`, {
      method,
      headers: { authorization: `Bearer ${ADMIN_TOKEN}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, json: JSON.parse(text === "" ? "null" : text) as AdminAnswer };
  };
  return {
    baseUrl,
    config,
    idps,
    messages: () =>
      Object.fromEntries(exchanges.flatMap(({ messages }) => messages).map(({ kind, content }) => [kind, content])),
    exchanges,
    log,
    browser,
    admin,
    accounts: async (q = "") => (await admin("GET", `/accounts?q=${q}`)).json.accounts,
    async signIn(connection, claims, used = browser()) {
      const key = `${String(claims["subject"])}-${connection}`;
      idps.admit(connection, { key, claims });
      await used.open(`${baseUrl}/auth/${connection}`);
      const page = await used.submit(PICK_FORM, { [PICK_FIELD]: key });
      if (page === null) throw new Error(`no login page at ${used.page?.url}: ${used.page?.text}`);
      return { page, browser: used, account: await sessionOf(used, baseUrl) };
    },
  };
}

export async function sessionOf(browser: Browser, baseUrl: string): Promise<string | null> {
  const me = await browser.request("GET", `${baseUrl}/api/me`);
  return me.status === 200 ? (JSON.parse(me.body) as { id: string }).id : null;
}

/** A complete person. */
export function person(subject: string, domain: string, changes: Claims = {}): Claims {
  return {
    subject,
    email: `${subject}@${domain}`,
    email_verified: true,
    given_name: "Ada",
    family_name: "Tester",
    name: "Ada Tester",
    preferred_username: subject,
    ...changes,
  };
}

function specOf(connection: Connection | undefined): ConnectionSpec {
  if (connection === undefined) throw new Error("no such connection");
  const { name, policy } = connection;
  if (connection.protocol === "oidc") {
    return {
      protocol: "oidc",
      name,
      client_id: connection.clientId,
      ...(connection.clientAuth === "none" ? {} : { client_secret: SECRET }),
      client_auth: connection.clientAuth,
      redirect_uris: [connection.redirectUri],
      claims_in: ["id_token", "userinfo"],
      signing_alg: "ES256",
      claims: {},
    };
  }
  const { username, ...attributes } = connection.attributes;
  return {
    protocol: "saml",
    name,
    sp_entity_id: connection.spEntityId,
    acs: [connection.acsUrl],
    name_id: "persistent",
    sign: policy.require_signed === "either" ? "assertion" : policy.require_signed,
    attributes: { ...attributes, preferred_username: username ?? "uid" },
    ...(connection.signRequests || connection.encryptedAssertions ? announced(connection) : {}),
    ...(policy.identity_key.startsWith("entity_attr:")
      ? { key_attribute: policy.identity_key.slice("entity_attr:".length) }
      : {}),
  };
}

/** As a real IdP learns of the SP's keys; the entityID is the address of the metadata. */
function announced({ spEntityId, encryptedAssertions }: SamlConnection): Partial<SamlSpec> {
  const read = async (): Promise<string> => (await fetch(spEntityId)).text();
  return { sp_metadata: { name: spEntityId, read }, ...(encryptedAssertions ? { encrypt: true } : {}) };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return (server.address() as AddressInfo).port;
}
