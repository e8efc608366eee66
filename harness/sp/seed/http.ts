import { beginning } from "../../beginning.ts";
import { own } from "../../own.ts";
import { render, renderLoose, renderText } from "../../scenario/template.ts";
import type { Json, SeedCall } from "../../scenario/model/index.ts";
import { LoginRefused, sendAuthorized } from "../authorized.ts";
import { RequestFailed } from "../request.ts";
import { readTold, toldBy } from "./answer.ts";
import { SeedDeclined, SeedRefused, type SeedTools } from "./call.ts";
import type { SeedValues } from "./values.ts";

type HttpCall = Extract<SeedCall, { kind: "http" }>;

/** Makes the call by the SP's own API; the new account's id where the call says how to find it. Throws SeedRefused. */
export async function seedByHttp(call: HttpCall, values: SeedValues, tools: SeedTools): Promise<string | null> {
  const lookup = (path: string) => own(values, path);
  const { method, target } = call.request;
  // Ids and emails are part of a path or a query here: what they hold must not become another path.
  const path = renderText(target, (name) => encoded(own(values, name)));
  const url = new URL(path, `${tools.base_url}/`);
  tools.client.requireChangeable(url);
  const body = bodyOf(call, lookup);
  const headers = { ...body.headers, ...(render(call.headers, lookup) as Record<string, string>) };
  try {
    const answer = await sendAuthorized(tools.client, tools.base_url, call.auth, {
      method,
      url: url.href,
      headers,
      ...body.content,
    });
    if (!isGood(answer.status, call.ok)) {
      const Refused = answer.status >= 400 && answer.status < 500 ? SeedDeclined : SeedRefused;
      throw new Refused(
        `was refused: ${method} ${path} answered HTTP ${answer.status}: ${beginning(answer.body) || "(empty)"}`,
      );
    }
    const told = toldBy(call);
    return told === null ? null : readTold(answer.body, told);
  } catch (error) {
    if (error instanceof RequestFailed)
      throw new SeedRefused(`got no answer to ${method} ${path}: ${error.message}`, undefined, error);
    if (error instanceof LoginRefused) throw new SeedRefused(error.message, error.hint, error);
    throw error;
  }
}

function isGood(status: number, ok: readonly number[] = []): boolean {
  return (status >= 200 && status < 300) || ok.includes(status);
}

/** Fields that the account has not are left out of JSON and of a form alike. */
function bodyOf(call: HttpCall, lookup: (path: string) => Json | undefined) {
  if (call.json !== undefined) {
    const json = renderLoose(call.json, lookup) ?? null;
    return { headers: { "content-type": "application/json" }, content: { body: JSON.stringify(json) } };
  }
  if (call.form !== undefined) {
    const form = Object.entries(renderLoose(call.form, lookup) ?? {}).map(([name, value]) => [name, formText(value)]);
    return {
      headers: { "content-type": "application/x-www-form-urlencoded" },
      content: { body: new URLSearchParams(form).toString() },
    };
  }
  return { headers: {}, content: {} };
}

function formText(value: Json): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function encoded(value: Json | undefined): Json | undefined {
  return typeof value === "string" ? encodeURIComponent(value) : value;
}
