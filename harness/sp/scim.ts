import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { ExchangeFailure } from "../observe/exchange.ts";
import type { ScimServer } from "../scenario/model/index.ts";
import { LoginRefused, sendAuthorized } from "./authorized.ts";
import { RequestFailed, type KitClient, type KitResponse } from "./request.ts";

/** Sends one request to an SP's SCIM server: what came, or why nothing whole did. Throws ERR_REMOTE_HOST. */
export type ScimCaller = (request: ScimCall) => Promise<KitResponse | NoAnswer>;

/** What is said to be let in: a token that nobody was given, none, or the one of another organization. */
export type ScimToken = "wrong" | "none" | { readonly of: string };

/** The same server, spoken to by somebody to whom it gave no token. */
export function asNobody({ base, dialect, place, headers }: ScimServer, token: "wrong" | "none"): ScimServer {
  const { open } = parted(headers);
  const wrong = token === "none" ? {} : { authorization: `Bearer ${randomBytes(24).toString("base64url")}` };
  return { base, dialect, place, headers: { ...open, ...wrong } };
}

/** The same server, spoken to by another one's directory, with what lets that in there. */
export function asAnother({ base, dialect, place, headers }: ScimServer, other: ScimServer): ScimServer {
  const own = { ...parted(headers).open, ...parted(other.headers).lettingIn };
  return { base, dialect, place, headers: own, ...(other.auth === undefined ? {} : { auth: other.auth }) };
}

/** Why nobody can tell whether the one server takes the token of the other; null: it can be asked. */
export function oneDoor(one: ScimServer, other: ScimServer): string | null {
  const [mine, theirs] = [parted(one.headers), parted(other.headers)];
  if (one.base === other.base && isDeepStrictEqual(mine.open, theirs.open))
    return "both organizations are pushed to at one address, where the token alone tells which is meant";
  if (isDeepStrictEqual(one.auth, other.auth) && isDeepStrictEqual(mine.lettingIn, theirs.lettingIn))
    return "the directories of both organizations have one token";
  return null;
}

type Headers = { readonly [name: string]: string };

function parted(headers: Headers): { readonly open: Headers; readonly lettingIn: Headers } {
  const all = Object.entries(headers);
  const those = (lets: boolean) => Object.fromEntries(all.filter(([name]) => LETS_IN.test(name) === lets));
  return { open: those(false), lettingIn: those(true) };
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
