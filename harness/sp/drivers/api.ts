import { beginning } from "../../beginning.ts";
import { redactUrl } from "../../observe/redact.ts";
import type { Auth } from "../../scenario/model/index.ts";
import { LoginRefused, sendAuthorized } from "../authorized.ts";
import { parseJson } from "../json.ts";
import { RequestFailed, type KitResponse } from "../request.ts";
import type { DriverContext } from "./context.ts";
import { NoJson, UnreadableAnswer } from "./json-rows.ts";

/** More would be a list without an end. */
export const MAX_PAGES = 1_000;

export interface ApiCall {
  readonly method: string;
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
  readonly auth?: Auth | undefined;
}

/** An answer that is refused; `status` tells how. The message completes `NAME (file:line) ...`. */
export class RefusedAnswer extends UnreadableAnswer {
  readonly status: number;
  /** See isDamage. An SP that says when to come again is only busy. */
  readonly damage: boolean;
  constructor(status: number, message: string, { hint, isBusy = false }: { hint?: string; isBusy?: boolean } = {}) {
    super(message, hint);
    this.status = status;
    this.damage = status === 404 || status === 410 || (status >= 500 && !isBusy);
  }
}

export interface JsonAnswer extends Pick<KitResponse, "headers" | "body"> {
  readonly document: unknown;
  /** Characters of the answer. */
  readonly size: number;
}

/** The JSON that a call answers; `before`: what it answered last, whose document stands for the same text. Throws UnreadableAnswer. */
export async function askForJson(
  context: DriverContext,
  { auth, ...call }: ApiCall,
  before?: JsonAnswer,
): Promise<JsonAnswer> {
  const what = `${call.method} ${call.url}`;
  const answer = await sendAuthorized(context.client, context.base_url, auth, call).catch((error: unknown) => {
    if (error instanceof RequestFailed)
      throw new UnreadableAnswer(`got no answer from ${new URL(call.url).origin}: ${error.message}`, undefined, error);
    if (error instanceof LoginRefused) throw new UnreadableAnswer(error.message, error.hint, error);
    throw error;
  });
  if (answer.status < 200 || answer.status > 299) throw refused(answer, what);
  try {
    const { headers, body } = answer;
    return { headers, body, size: body.length, document: before?.body === body ? before.document : parseJson(body) };
  } catch (error) {
    // A page says that the kit was not let in.
    const Told = /^\s*</.test(answer.body) ? UnreadableAnswer : NoJson;
    throw new Told(
      `answered ${what} with no JSON: ${beginning(answer.body) || "(empty)"}`,
      "observe wants a request that answers JSON",
      error,
    );
  }
}

function refused({ status, body, headers }: KitResponse, what: string): RefusedAnswer {
  const shown = `answered ${what} with HTTP ${status}: ${beginning(body) || "(empty)"}`;
  if (status === 401 || status === 403)
    return new RefusedAnswer(status, shown, {
      hint: "the token or password is missing, wrong or lacks rights: look at headers.authorization, or at auth",
    });
  if (status === 429) {
    const wait = headers["retry-after"];
    const until = typeof wait === "string" ? ` (Retry-After: ${beginning(wait, 40)})` : "";
    return new RefusedAnswer(status, `was rate-limited: ${shown}${until}`, {
      hint: "exempt the kit from the SP's limit, lower limits.jobs, or filter the request by {{ns}} so that it has fewer pages",
    });
  }
  if (status >= 300 && status < 400) {
    const to = headers["location"];
    const where = typeof to === "string" ? ` (to ${beginning(redactUrl(to), 100)})` : "";
    return new RefusedAnswer(status, `was sent elsewhere: answered ${what} with HTTP ${status}${where}`, {
      hint: "to a login page: the kit was not let in, so look at auth or headers; else write the address that answers",
    });
  }
  if (status === 404) return new RefusedAnswer(status, shown, { hint: "correct the path of the request" });
  return new RefusedAnswer(status, shown, { isBusy: headers["retry-after"] !== undefined });
}
