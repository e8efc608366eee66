import { own } from "../../../own.ts";
import { findTamper } from "../../../tampers/index.ts";
import { parametersOf } from "../../../tampers/row.ts";
import type { ArmedTamper } from "../../port.ts";
import { DOINGS } from "../tampers/registry.ts";
import type { LogoutHand } from "../tampers/tamper.ts";
import { parseXml, serializeXml } from "../xml/parse.ts";

/** A LogoutRequest on the way of every tamper: parsed, changed, written again; the control is changed in nothing. */
export function forge(
  built: string,
  { name, parameters }: ArmedTamper,
): { readonly xml: string; readonly hand: LogoutHand } {
  const request = parseXml(built);
  const row = findTamper("saml", name);
  const doing = own(DOINGS["logout-request"], name);
  const hand = row === undefined ? undefined : doing?.(request, { parameters: parametersOf(row, parameters) });
  return { xml: serializeXml(request), hand: hand ?? {} };
}
