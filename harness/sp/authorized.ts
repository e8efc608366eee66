import { beginning } from "../beginning.ts";
import type { Auth } from "../scenario/model/index.ts";
import { RequestFailed, type KitClient, type KitRequest, type KitResponse } from "./request.ts";

/** The kit was not let in; the message completes `NAME (file:line) ...`. */
export class LoginRefused extends Error {
  readonly hint = "correct auth: its request, and the user and password in its body";
}

type Login = Extract<Auth, { kind: "login" }>;
type Headers = { readonly [name: string]: string };

/** Sessions by what was sent to get them, so that every driver and seed call of a target shares one. */
const sessions = new WeakMap<KitClient, Map<string, Promise<Headers>>>();

/**
 * Sends a request as somebody whom the SP lets in. A session is made at its first use, and once more where the SP has
 * forgotten it. Throws RequestFailed, ERR_REMOTE_HOST and LoginRefused.
 */
export async function sendAuthorized(
  client: KitClient,
  base_url: string,
  auth: Auth | undefined,
  request: KitRequest,
): Promise<KitResponse> {
  const send = async () => {
    const own = await headersOf(client, base_url, auth);
    return client.send({ ...request, headers: { ...own, ...request.headers } });
  };
  const answer = await send();
  const forgotten = answer.status === 401 || answer.status === 403 || (answer.status >= 300 && answer.status < 400);
  if (auth?.kind !== "login" || !forgotten) return answer;
  sessions.get(client)?.delete(keyOf(auth));
  return send();
}

async function headersOf(client: KitClient, base_url: string, auth: Auth | undefined): Promise<Headers> {
  switch (auth?.kind) {
    case undefined:
      return {};
    case "basic":
      return { authorization: `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString("base64")}` };
    case "bearer":
      return { authorization: `Bearer ${auth.token}` };
    case "login":
      return session(client, base_url, auth);
  }
}

function session(client: KitClient, base_url: string, auth: Login): Promise<Headers> {
  const known = sessions.get(client) ?? new Map<string, Promise<Headers>>();
  sessions.set(client, known);
  const key = keyOf(auth);
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = login(client, base_url, auth);
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}

function keyOf({ request, headers, json, form }: Login): string {
  return JSON.stringify([request, headers, json, form]);
}

async function login(client: KitClient, base_url: string, auth: Login): Promise<Headers> {
  const { method, target } = auth.request;
  const url = new URL(target, `${base_url}/`).href;
  const answer = await client.send({ method, url, ...bodyOf(auth) }).catch((error: unknown) => {
    if (error instanceof RequestFailed)
      throw new LoginRefused(`got no answer to ${method} ${target}: ${error.message}`, { cause: error });
    throw error;
  });
  const { status } = answer;
  if (status >= 400)
    throw new LoginRefused(
      `was not let in: ${method} ${target} answered HTTP ${status}: ${beginning(answer.body) || "(empty)"}`,
    );
  const cookie = cookiesOf(answer);
  if (cookie === "")
    throw new LoginRefused(`was not let in: ${method} ${target} answered HTTP ${status} and set no cookie`);
  return { cookie };
}

function bodyOf({ headers, json, form }: Login): Pick<KitRequest, "headers" | "body"> {
  if (json !== undefined)
    return { headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(json) };
  if (form === undefined) return { headers };
  const type = "application/x-www-form-urlencoded";
  return { headers: { "content-type": type, ...headers }, body: new URLSearchParams(form).toString() };
}

/** The `Cookie` header of what an answer sets. They go to the SP alone and for one run: their attributes do not matter. */
function cookiesOf({ headers }: KitResponse): string {
  const set = headers["set-cookie"] ?? [];
  const pairs = (typeof set === "string" ? [set] : set).map((one) => /^\s*([^=;\s]+)=([^;]*)/.exec(one));
  const cookies = new Map(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? "", pair[2] ?? ""] as const])));
  return [...cookies].flatMap(([name, value]) => (value === "" ? [] : [`${name}=${value}`])).join("; ");
}
