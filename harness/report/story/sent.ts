import { DOMParser, type Document } from "@xmldom/xmldom";
import type { Exchange, ProtocolMessage } from "../../observe/exchange.ts";
import { redactExchange } from "../../observe/redact.ts";
import { shorten } from "../text.ts";

/** Claims by the wire's names, or a NameID and the attributes of an assertion. */
export type Claims = { readonly [name: string]: unknown };

/** More than these are not evidence any more. */
const MOST_PEOPLE = 4;
const MOST_CLAIMS = 30;
const LONGEST = 300;

/** What an ID token says of itself, and nothing of the person. */
const OF_THE_TOKEN = "aud exp iat nbf nonce azp at_hash c_hash s_hash auth_time sid jti acr amr iss".split(" ");
const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";

/** What the IdP said in a step, as it went over the wire; once for each who differs. */
export function sentIn(exchanges: readonly Exchange[]): readonly Claims[] {
  const found = new Map<string, { [name: string]: unknown }>();
  for (const message of exchanges.flatMap((exchange) => redactExchange(exchange).messages)) {
    for (const claims of claimsOf(message)) {
      const who = JSON.stringify(claims["sub"] ?? claims);
      found.set(who, merged(found.get(who) ?? {}, claims, message.kind));
    }
  }
  return [...found.values()].slice(0, MOST_PEOPLE).map(bounded);
}

/** The userinfo endpoint may say something else than the ID token: then both are told. */
function merged(known: Claims, claims: Claims, kind: ProtocolMessage["kind"]): { [name: string]: unknown } {
  const all: { [name: string]: unknown } = { ...known };
  for (const [name, value] of Object.entries(claims)) {
    const same = !(name in all) || JSON.stringify(all[name]) === JSON.stringify(value);
    all[same ? name : `${name} (${kind})`] = value;
  }
  return all;
}

function claimsOf({ kind, content }: ProtocolMessage): readonly Claims[] {
  if (kind === "id_token" || kind === "userinfo") return [withoutToken(content)];
  const xml = content["xml"];
  return kind === "Response" && typeof xml === "string" ? assertionsIn(xml) : [];
}

/** Who it is comes first. */
function withoutToken({ sub, ...content }: ProtocolMessage["content"]): Claims {
  const claims = Object.entries(content).filter(([name]) => !OF_THE_TOKEN.includes(name));
  return Object.fromEntries([...(sub === undefined ? [] : [["sub", sub] as const]), ...claims]);
}

/** Of every assertion that can be read, forged ones too. */
function assertionsIn(xml: string): readonly Claims[] {
  const document = parsed(xml);
  if (document === null) return [];
  const assertions = [...document.getElementsByTagNameNS(ASSERTION, "Assertion")].map((assertion) => {
    const subject = assertion.getElementsByTagNameNS(ASSERTION, "NameID")[0]?.textContent;
    const attributes = [...assertion.getElementsByTagNameNS(ASSERTION, "Attribute")].map((attribute) => {
      const values = [...attribute.getElementsByTagNameNS(ASSERTION, "AttributeValue")].map((one) => one.textContent);
      return [attribute.getAttribute("Name") ?? "", values.length === 1 ? values[0] : values] as const;
    });
    return Object.fromEntries([...(subject === undefined ? [] : [["NameID", subject] as const]), ...attributes]);
  });
  const sealed = document.getElementsByTagNameNS(ASSERTION, "EncryptedAssertion").length > 0;
  return sealed && assertions.length === 0 ? [{ assertion: "encrypted for the SP" }] : assertions;
}

/** What is broken on purpose tells nothing here. */
function parsed(xml: string): Document | null {
  try {
    return new DOMParser({ onError: () => undefined }).parseFromString(xml, "text/xml");
  } catch {
    return null;
  }
}

function bounded(claims: Claims): Claims {
  const all = Object.entries(claims);
  const kept = all.slice(0, MOST_CLAIMS).map(([name, value]) => {
    const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
    return [shorten(name, LONGEST), text.length > LONGEST ? shorten(text, LONGEST) : value] as const;
  });
  return Object.fromEntries(
    all.length > MOST_CLAIMS ? [...kept, ["…", `${all.length - MOST_CLAIMS} more`] as const] : kept,
  );
}
