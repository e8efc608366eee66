import type { Blank } from "../../accounts/index.ts";
import type { Fix } from "../../errors.ts";
import type { Exchange } from "../../observe/exchange.ts";
import type { Target } from "../../scenario/model/index.ts";
import { parseJson } from "../json.ts";
import { leavesOf } from "../shape.ts";

/** The change that corrects a path which finds nothing, where one other path, and no second one, is what was meant. */
export function fixOfBlank(blank: Blank, { observe }: Target): Fix | undefined {
  const at = observe.accounts.findIndex(
    ({ place }) => place.line === blank.place.line && place.file === blank.place.file,
  );
  if (at < 0 || blank.near === undefined) return undefined;
  const words = observe.accounts[at]?.words?.[blank.field] === undefined ? [] : ["path"];
  const where = blank.field === "each" ? ["each"] : ["map", blank.field, ...words];
  return { path: ["observe", "accounts", at, ...where], value: blank.near };
}

/** Where the session's answer shows the id of the account that this person has. */
export function fixOfSession(exchanges: readonly Exchange[], target: Target, id: string): Fix | undefined {
  const { request, account } = target.observe.session;
  if (!("json" in account)) return undefined;
  const url = new URL(request.target, `${target.base_url}/`).href;
  const answer = exchanges.findLast(
    ({ by, request: sent, response }) => by === "browser" && sent.url === url && response?.status === 200,
  );
  const paths = leavesOf(documentIn(answer?.response?.body ?? "")).filter(({ value }) => String(value) === id);
  const [only] = paths;
  return only === undefined || paths.length > 1
    ? undefined
    : { path: ["observe", "session", "map", "account"], value: only.path };
}

function documentIn(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}
