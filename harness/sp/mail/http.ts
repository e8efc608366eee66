import { JitterbugError } from "../../errors.ts";
import { readJsonPath } from "../../scenario/json-path.ts";
import type { HttpMail } from "../../scenario/model/index.ts";
import { renderText } from "../../scenario/template.ts";
import { LoginRefused, sendAuthorized } from "../authorized.ts";
import { parseJson } from "../json.ts";
import { RequestFailed, type KitClient } from "../request.ts";
import { linksIn } from "./links.ts";

/**
 * The links in the mails to an address, as the SP's own mailbox shows them. What it answers is in no report: it is
 * other people's mail, and all that is in it opens something. Throws ERR_OBSERVE.
 */
export async function linksByHttp(
  mail: HttpMail,
  address: string,
  { client, base_url }: { readonly client: KitClient; readonly base_url: string },
): Promise<readonly string[]> {
  const { method } = mail.request;
  const path = renderText(mail.request.target, (name) => (name === "email" ? encodeURIComponent(address) : undefined));
  const url = new URL(path, `${base_url}/`).href;
  try {
    const { status, body } = await sendAuthorized(client.unrecorded(), base_url, mail.auth, {
      method,
      url,
      headers: mail.headers,
    });
    // Some say so of a mailbox that is empty.
    if (status === 404) return [];
    if (status < 200 || status > 299) throw mailError(mail, `answered ${method} ${path} with HTTP ${status}`);
    return textsOf(mail, body).flatMap(linksIn);
  } catch (error) {
    if (error instanceof RequestFailed) throw mailError(mail, `gave no answer to ${method} ${path}: ${error.message}`);
    if (error instanceof LoginRefused) throw mailError(mail, error.message, error.hint);
    throw error;
  }
}

function textsOf(mail: HttpMail, body: string): readonly string[] {
  if (mail.text === undefined) return [body];
  let document: unknown;
  try {
    document = parseJson(body);
  } catch {
    throw mailError(mail, "answered with no JSON", "leave `text` out where the answer is a text");
  }
  return readJsonPath(document, mail.text).filter((text) => typeof text === "string");
}

function mailError({ place: { file, line } }: HttpMail, problem: string, hint?: string): JitterbugError {
  return new JitterbugError("ERR_OBSERVE", `the mail cannot be read: mail (${file}:${line}) ${problem}`, {
    hint: hint ?? "correct mail.http: it must answer what was sent to {{email}}",
  });
}
