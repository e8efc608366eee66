import { beginning } from "../../beginning.ts";
import type { ScimAnswer, ScimReply } from "./port.ts";

/** There is no SCIM server where it is said to be, or it does not let the IdP in. The message is one line. */
export class ScimTrouble extends Error {
  override readonly name = "ScimTrouble";
  readonly hint: string;
  /** Whether somebody answered at all. */
  readonly answered: boolean;
  constructor(message: string, hint: string, answered = true) {
    super(message);
    this.hint = hint;
    this.answered = answered;
  }
}

const BASE = "correct scim: base, which is the address below which /Users is (RFC 7644, section 1.3)";

/** What tells that whoever answers is no SCIM server; null: nothing does. */
export function troubleWith(asked: string, reply: ScimReply): ScimTrouble | null {
  if ("failure" in reply) {
    // What may pass by itself was asked for again, and is the SP's own.
    if (reply.failure === "timeout" || reply.failure === "connection_reset") return null;
    const hint = reply.failure === "connection_refused" ? "start the SP, or correct scim: base" : BASE;
    return new ScimTrouble(`${asked} got no answer: ${reply.detail}`, hint, false);
  }
  const { status, headers, body } = reply;
  if (status >= 300 && status < 400) {
    const to = headers["location"];
    const where = typeof to === "string" ? `, and leads to ${beginning(to.split("?", 1)[0] ?? "", 120)}` : "";
    return new ScimTrouble(`${asked} answered HTTP ${status}${where}: no IdP follows that`, BASE);
  }
  if (status < 200 || status >= 300 || body.trim() === "") return null;
  const parsed = readJson(body);
  if (parsed !== null) return null;
  const type = headers["content-type"];
  const what = typeof type === "string" ? (type.split(";", 1)[0] ?? type) : "no type";
  return new ScimTrouble(
    `${asked} answered HTTP ${status} with ${what} where SCIM has a JSON object: ${beginning(body, 80)}`,
    BASE,
  );
}

/** The object that a body holds; null: it holds none. */
export function readJson(body: string): { readonly [member: string]: unknown } | null {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is { readonly [member: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The words of a refusal: SCIM's own detail (RFC 7644, section 3.12), else how it begins. */
export function wordsOf({ body }: ScimAnswer): string {
  const error = readJson(body);
  const said = [error?.["scimType"], error?.["detail"]].filter((one): one is string => typeof one === "string");
  return beginning(said.length > 0 ? said.join(": ") : body, 160);
}
