import { beginning } from "../../beginning.ts";
import type { PushRequest } from "../../observe/push.ts";
import { wordsOf, troubleWith } from "./trouble.ts";
import type { ScimReply, ScimRequest, ScimSend } from "./port.ts";

export interface Patience {
  /** Before the second try, and before the third: milliseconds. There is no fourth. */
  readonly waits: readonly number[];
  /** The longest that an SP's Retry-After is waited for: milliseconds. */
  readonly longest: number;
  pause(ms: number): Promise<void>;
}

/**
 * Sends requests, and sends them again where a vendor does (429, 5xx, no answer in time), so that one may come twice; keeps the
 * table of what was sent and answered. Throws ScimTrouble where no SCIM server answers.
 */
export class ScimExchange {
  readonly #send: ScimSend;
  readonly #patience: Patience;
  readonly requests: PushRequest[] = [];

  constructor(send: ScimSend, patience: Patience) {
    this.#send = send;
    this.#patience = patience;
  }

  async ask(method: ScimRequest["method"], path: string, content?: unknown): Promise<ScimReply> {
    const request: ScimRequest = {
      method,
      path,
      headers: {
        accept: "application/scim+json",
        ...(content === undefined ? {} : { "content-type": "application/scim+json" }),
      },
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    };
    let reply = await this.#once(request);
    for (const wait of this.#patience.waits) {
      const due = waitFor(reply, wait);
      if (due === null || due > this.#patience.longest) break;
      await this.#patience.pause(due);
      reply = await this.#once(request);
    }
    return reply;
  }

  async #once(request: ScimRequest): Promise<ScimReply> {
    const reply = await this.#send(request);
    const path = request.path;
    const asked = { method: request.method, path };
    if ("failure" in reply) this.requests.push({ ...asked, status: null, told: beginning(reply.detail, 160) });
    else this.requests.push({ ...asked, status: reply.status, told: reply.status >= 300 ? wordsOf(reply) : "" });
    const trouble = troubleWith(`${request.method} ${shown(path)}`, reply);
    if (trouble !== null) throw trouble;
    return reply;
  }
}

/** Milliseconds after which the request may be sent again; null: it is not. */
function waitFor(reply: ScimReply, wait: number): number | null {
  if ("failure" in reply) return wait;
  const { status, headers } = reply;
  if (status !== 429 && (status < 500 || status === 501)) return null;
  const told = Number(headers["retry-after"]);
  return Number.isFinite(told) && told > 0 ? told * 1_000 : wait;
}

/** A path without its query, which holds names. */
export function shown(path: string): string {
  return path.split("?", 1)[0] ?? path;
}
