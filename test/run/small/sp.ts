import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import * as client from "openid-client";

export interface Row {
  readonly id: number | string;
  email: string;
  subject: string;
  active: boolean;
  [field: string]: unknown;
}

/** What the IdP said of somebody. */
export interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly email?: unknown;
  readonly name?: unknown;
}

/** Answered with another status than 500. */
export class NotGiven extends Error {
  readonly status: number;
  constructor(status: number) {
    super("This is not given now.");
    this.status = status;
  }
}

/**
 * A service provider as a start-up would write it, in this process, that does everything right: a test overrides what
 * it is about. Accounts are numbered, and found by their subject.
 */
export class SmallSp {
  rows: Row[] = [];
  readonly sessions = new Map<string, Row["id"]>();
  /** Set by the run before anybody signs in. */
  idp = "";
  port = 0;
  #last = 0;
  #server: Server | null = null;
  readonly #pending = new Map<string, { readonly at: string; readonly verifier: string; readonly nonce: string }>();
  readonly #configurations = new Map<string, Promise<client.Configuration>>();

  get base_url(): string {
    return `http://localhost:${this.port}`;
  }

  /** The account that may come in; null: nobody. */
  admit(claims: Claims): Row | null | Promise<Row | null> {
    const known = this.rows.find(({ subject }) => subject === claims.sub);
    if (known !== undefined) return known;
    if (typeof claims.email !== "string") return null;
    return this.create({ email: claims.email, subject: claims.sub });
  }

  /** An answer of the IdP has come. */
  arrives(): void {}

  /** Throws where an ID token is not to be believed, beyond what openid-client looks at behind a token endpoint. */
  verify(_idToken: string): Promise<void> | void {}

  /** Whom an ID token that is not good names all the same; throws where nobody is let in by it. */
  refused(error: unknown): Claims {
    throw error;
  }

  create(fields: { readonly email: string; readonly subject: string }): Row {
    const row = { id: this.nextId(), active: true, ...fields };
    this.store(row);
    return row;
  }

  nextId(): Row["id"] {
    return ++this.#last;
  }

  store(row: Row): void {
    this.rows.push(row);
  }

  remove(id: string): void {
    this.rows = this.rows.filter((row) => String(row.id) !== id);
  }

  /** What the list of accounts shows. */
  list(query: string): unknown {
    return this.rows.filter(({ email, subject }) => `${email} ${subject}`.includes(query));
  }

  /** What a session is told of its account. */
  me(id: Row["id"] | undefined): Row | undefined {
    return this.rows.find((row) => row.id === id);
  }

  async start(port = 0): Promise<void> {
    const server = createServer((req, res) => {
      this.#handle(req, res).catch((error: unknown) => {
        if (res.headersSent) return;
        const status = error instanceof NotGiven ? error.status : 500;
        page(res, status, error instanceof Error ? error.message : String(error));
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(port, "localhost", resolve));
    const address = server.address();
    if (typeof address === "object" && address !== null) this.port = address.port;
  }

  async close(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  async #handle(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? "/", this.base_url);
    const session = /(?:^|; )sid=([^;]+)/.exec(req.headers.cookie ?? "")?.[1] ?? "";
    switch (`${req.method} ${url.pathname.split("/")[1]}`) {
      case "GET sign-in":
        return this.#begin(url.pathname.split("/")[2] ?? "acme", res);
      case "GET callback":
        return this.#finish(url, res);
      case "GET me": {
        const row = this.me(this.sessions.get(session));
        return answer(res, row === undefined ? 401 : 200, row === undefined ? {} : { id: row.id });
      }
      case "GET accounts":
        return answer(res, 200, await this.list(url.searchParams.get("q") ?? ""));
      case "POST accounts": {
        const { email } = (await json(req)) as { readonly email: string };
        return answer(res, 201, { id: this.create({ email, subject: "" }).id });
      }
      case "DELETE accounts":
        this.remove(url.pathname.split("/")[2] ?? "");
        return answer(res, 200, {});
      default:
        return page(res, 200, "Welcome.");
    }
  }

  /** `at`: by the IdP of that connection. */
  async #begin(at: string, res: ServerResponse): Promise<void> {
    const [state, nonce, verifier] = [client.randomState(), client.randomNonce(), client.randomPKCECodeVerifier()];
    this.#pending.set(state, { at, verifier, nonce });
    const url = client.buildAuthorizationUrl(await this.#configured(at), {
      redirect_uri: `${this.base_url}/callback`,
      scope: "openid email profile",
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      state,
      nonce,
    });
    res.writeHead(303, { location: url.href }).end();
  }

  async #finish(url: URL, res: ServerResponse): Promise<void> {
    const state = url.searchParams.get("state") ?? "";
    const begun = this.#pending.get(state);
    if (begun === undefined) return page(res, 400, "This sign-in is not known here.");
    this.arrives();
    const claims = await client
      .authorizationCodeGrant(await this.#configured(begun.at), url, {
        pkceCodeVerifier: begun.verifier,
        expectedState: state,
        expectedNonce: begun.nonce,
      })
      .then(
        async (tokens) => {
          await this.verify(tokens.id_token ?? "");
          return tokens.claims() as Claims;
        },
        (error: unknown) => this.refused(error),
      );
    const row = await this.admit(claims);
    if (row === null) return page(res, 403, "You can not come in.");
    const session = randomUUID();
    this.sessions.set(session, row.id);
    res.writeHead(303, { location: "/", "set-cookie": `sid=${session}; Path=/; HttpOnly` }).end();
  }

  #configured(at: string): Promise<client.Configuration> {
    const known = this.#configurations.get(at);
    if (known !== undefined) return known;
    const found = client.discovery(new URL(`${this.idp}/oidc/${at}`), "small", undefined, client.None(), {
      execute: [client.allowInsecureRequests],
    });
    this.#configurations.set(at, found);
    return found;
  }
}

export { pause };

function answer(res: ServerResponse, status: number, value: unknown): void {
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

function page(res: ServerResponse, status: number, text: string): void {
  res.writeHead(status, { "content-type": "text/html" }).end(`<!doctype html><title>small</title><p>${text}</p>`);
}
