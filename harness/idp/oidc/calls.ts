import { request } from "node:https";
import { rootCertificates } from "node:tls";
import type { Configuration } from "oidc-provider";
import { keepHome, lookupFor, type Reach } from "../../reach.ts";
import type { HostServices } from "../mount.ts";

/** Nobody elsewhere is told, whatever becomes of a name on the way. */
const HOME: Reach = { allowRemote: [], resolve: new Map() };

type Fetch = NonNullable<Configuration["fetch"]>;

/**
 * How SPs are told of a sign-out. They are on this machine, where the library by itself would tell nobody (see
 * logout/tell.ts), may answer by a certificate that `trusted` (PEM) vouches for, and have `answerMs` for it, where the
 * library by itself would wait for 2.5 s: too short a time for an SP that does its work first.
 */
export function callerOf({ trusted, answerMs }: Pick<HostServices, "trusted" | "answerMs">): Fetch {
  const patient = (options: RequestInit): RequestInit =>
    answerMs === undefined ? options : { ...options, signal: AbortSignal.timeout(answerMs) };
  const plain: Fetch = (url, options = {}) =>
    fetch(url, Object.fromEntries(Object.entries(patient(options)).filter(([name]) => name !== "dispatcher")));
  if (trusted === undefined) return plain;
  return (input, options = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    return url.protocol === "https:" ? post(url, patient(options), trusted) : plain(url, options);
  };
}

/** `fetch` takes no authority of its own. Of the answer the status alone is told; rejects as `fetch` does, with the cause. */
function post(url: URL, { method = "POST", headers, body, signal }: RequestInit, ca: string): Promise<Response> {
  const sent = body instanceof URLSearchParams ? body.toString() : "";
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown): void => reject(new TypeError("fetch failed", { cause }));
    const call = request(
      url,
      {
        method,
        headers: { ...Object.fromEntries(new Headers(headers)), "content-length": Buffer.byteLength(sent) },
        ca: [...rootCertificates, ca],
        agent: false,
        lookup: lookupFor(url, HOME.resolve),
        ...(signal == null ? {} : { signal }),
      },
      (answer) => {
        answer.on("error", fail).resume();
        resolve(new Response(null, { status: answer.statusCode ?? 500 }));
      },
    );
    call.on("socket", (socket) => keepHome(socket, url, HOME));
    call.on("error", fail).end(sent);
  });
}
