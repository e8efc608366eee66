/** How an API key is made, and how it is shown: neither is of any use alone. */
import type { FaultCollector } from "../faults.ts";
import type { Target } from "../model/index.ts";
import { templatePaths } from "../template.ts";
import type { YamlDocument } from "../yaml/document.ts";

export function checkApiKey(document: YamlDocument, { drive, observe }: Target, faults: FaultCollector): void {
  if (document.lostPaths.some(([key]) => key === "observe" || key === "drive")) return;
  const tell = (path: readonly string[], message: string, hint: string): void =>
    faults.add(document.fault(document.keyPlace(path), message, hint));
  const made = drive["api_key"] !== undefined && drive["api_key"] !== "none";
  const shown = observe.api_key;
  if (made && shown === undefined)
    tell(
      ["drive", "api_key"],
      "`api_key` makes a key, and nothing says how it is shown to the SP",
      'Write `observe: { api_key: { request: GET /api/me, kept: { key: { json: $.key } }, headers: { authorization: "Bearer {{kept.key}}" }, map: { account: $.id } } }`.',
    );
  if (shown === undefined) return;
  if (!made)
    tell(
      ["observe", "api_key"],
      "nothing makes a key that could be shown so",
      "Say how somebody who is signed in makes one: `drive: { api_key: [{ request: POST /api/keys }] }`.",
    );
  const sent = templatePaths([shown.request.target, shown.headers]);
  if (!Object.keys(shown.kept ?? {}).some((name) => sent.includes(`kept.${name}`)))
    tell(
      ["observe", "api_key"],
      "the key is not shown to the SP: neither `headers` nor `request` holds what is `kept`",
      'Say where it stands, and send it: `kept: { key: { json: $.key } }`, `headers: { authorization: "Bearer {{kept.key}}" }`.',
    );
}
