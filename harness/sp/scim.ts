import { randomBytes } from "node:crypto";
import type { ExchangeFailure } from "../observe/exchange.ts";
import type { ScimServer } from "../scenario/model/index.ts";
import { LoginRefused, sendAuthorized } from "./authorized.ts";
import { RequestFailed, type KitClient, type KitResponse } from "./request.ts";

/** Sends one request to an SP's SCIM server: what came, or why nothing whole did. Throws ERR_REMOTE_HOST. */
export type ScimCaller = (request: ScimCall) => Promise<KitResponse | NoAnswer>;

export type ScimToken = "wrong" | "none";

/** The same server, spoken to by somebody to whom it gave no token. */
export function asNobody({ base, dialect, place, headers }: ScimServer, token: ScimToken): ScimServer {
  const open = Object.entries(headers).filter(([name]) => !LETS_IN.test(name));
  const wrong = token === "none" ? [] : [["authorization", `Bearer ${randomBytes(24).toString("base64url")}`] as const];
  return { base, dialect, place, headers: Object.fromEntries([...open, ...wrong]) };
}

/** Names of headers that let somebody in. */
const LETS_IN = /authorization|cookie|token|key|secret|auth/i;

interface ScimCall {
  readonly method: string;
  /** Below the base. */
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: string;
}

interface NoAnswer {
  readonly failure: ExchangeFailure;
  readonly detail: string;
}

/** Where a path below the base is. */
function scimAddress({ base }: Pick<ScimServer, "base">, base_url: string, path: string): string {
  const url = new URL(base, `${base_url}/`);
  return `${url.href.replace(/\/+$/, "")}${path}`;
}

/** Each request is sent once: whoever pushes has a patience of their own. */
export function scimCaller(server: ScimServer, base_url: string, client: KitClient): ScimCaller {
  const once = client.impatient();
  return async ({ method, path, headers, body }) => {
    const url = scimAddress(server, base_url, path);
    if (method !== "GET") client.requireChangeable(new URL(url));
    const request = {
      method,
      url,
      headers: { ...server.headers, ...headers },
      ...(body === undefined ? {} : { body }),
    };
    try {
      return await sendAuthorized(once, base_url, server.auth, request);
    } catch (error) {
      if (error instanceof RequestFailed) return { failure: error.kind, detail: error.message };
      if (error instanceof LoginRefused) return { failure: "malformed", detail: error.message };
      throw error;
    }
  };
}
