import { own } from "../../../own.ts";
import { findTamper } from "../../../tampers/index.ts";
import { parametersOf } from "../../../tampers/row.ts";
import type { ArmedTamper } from "../../port.ts";
import { DOINGS } from "../tampers/registry.ts";
import type { LogoutHand } from "../tampers/tamper.ts";
import { parseXml, serializeXml } from "../xml/parse.ts";

/**
 * A LogoutRequest on the way of every tamper: parsed, changed, written again; the control is changed in nothing. `earlier`:
 * the person's last one.
 */
export function forge(
  built: string,
  { name, parameters }: ArmedTamper,
  earlier: string | undefined,
): { readonly xml: string; readonly hand: LogoutHand } {
  const request = parseXml(built);
  const row = findTamper("saml", name);
  const doing = own(DOINGS["logout-request"], name);
  const hand =
    row === undefined
      ? undefined
      : doing?.(request, {
          parameters: parametersOf(row, parameters),
          ...(earlier === undefined ? {} : { earlier: parseXml(earlier) }),
        });
  return { xml: serializeXml(request), hand: hand ?? {} };
}
