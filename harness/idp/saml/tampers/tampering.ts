import { own } from "../../../own.ts";
import { findTamper } from "../../../tampers/index.ts";
import { parametersOf, unmet, type Exchange } from "../../../tampers/row.ts";
import type { ArmedTamper } from "../../port.ts";
import { NS } from "../names.ts";
import { child } from "../xml/elements.ts";
import { parseXml, serializeXml } from "../xml/parse.ts";
import type { Envelopes } from "../xml/envelopes.ts";
import { sealResponse, type Sealing } from "../xml/sign.ts";
import { assertionOf } from "./parts.ts";
import { DOINGS } from "./registry.ts";
import type { EditPoint, SignedPoint, Use } from "./tamper.ts";

export type Tampered = { readonly xml: string } | { readonly notApplicable: string };

/**
 * The one way that a Response takes where a tamper is armed: parsed, changed, sealed as the connection declares it,
 * parsed again, changed again, what is encrypted of it in its open state. The control takes both turns with nothing done, so that it and the corruption that it
 * stands for differ in the doing alone.
 */
export async function tamperWith(
  built: string,
  { name, parameters }: ArmedTamper,
  { exchange, sealing, envelopes, use }: Around,
): Promise<Tampered> {
  const row = findTamper("saml", name);
  if (row === undefined) return { notApplicable: `the SAML IdP knows no tamper ${name}` };
  const lacking = unmet(row, exchange);
  if (lacking !== undefined) return { notApplicable: lacking };
  const unsigned = parseXml(built);
  const unsealed = () => parseXml(serializeXml(unsigned));
  const told = { ...use, unsealed, parameters: parametersOf(row, parameters) };
  for (const point of BEFORE) own(DOINGS[point], name)?.(unsigned, told);
  const unnamed = child(assertionOf(unsigned), NS.assertion, "Issuer") === undefined;
  const hand = { ...own(DOINGS.signing, name)?.(unsigned, told), unnamed };
  let signed = envelopes.open(parseXml(sealResponse(serializeXml(unsigned), { ...sealing, hand })));
  for (const point of AFTER) {
    const left = await own(DOINGS[point], name)?.(signed, told);
    if (typeof left === "string") return { xml: left };
    signed = left ?? signed;
  }
  envelopes.close(signed);
  own(DOINGS.envelope, name)?.(signed, told);
  return { xml: serializeXml(signed) };
}

export interface Around {
  readonly exchange: Exchange;
  readonly sealing: Sealing;
  /** What `sealing` encrypts in; opened for whoever changes what is signed, and closed after them. */
  readonly envelopes: Envelopes;
  readonly use: Omit<Use, "parameters" | "unsealed">;
}

/** The RelayState that goes with what was tampered with, where that is what it is about. */
export function relayStateOf({ name }: ArmedTamper): string | undefined {
  return own(DOINGS["relay-state"], name);
}

const BEFORE: readonly EditPoint[] = [
  "subject",
  "name",
  "confirmation",
  "conditions",
  "issuer",
  "attributes",
  "statements",
  "response",
  "writing",
];
const AFTER: readonly SignedPoint[] = ["signature", "address", "status", "wrapping"];
