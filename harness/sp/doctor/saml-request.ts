import type { Exchange } from "../../observe/exchange.ts";
import type { Connection } from "../../scenario/model/index.ts";
import type { Mismatch } from "./connection.ts";
import type { TrustFacts } from "./options.ts";

/** An AuthnRequest against what the connection declares: its Issuer and, where it names one, its ACS (SAML Core, 3.4.1). */
export function compareSaml(
  asked: Exchange,
  connection: Connection,
  trust: Extract<TrustFacts, { protocol: "saml" }>,
): Mismatch | null {
  if (connection.protocol !== "saml") return null;
  const at = `${connection.place.file}:${connection.place.line}`;
  const xml = asked.messages.find(({ kind }) => kind === "AuthnRequest")?.content["xml"];
  if (typeof xml !== "string")
    return {
      message: `sends ${trust.sso_url} no AuthnRequest`,
      hint: "the SP must send SAMLRequest by the Redirect or the POST binding",
    };
  const issuer = /<(?:[\w.-]+:)?Issuer(?:\s[^>]*)?>([^<]*)</.exec(xml)?.[1]?.trim();
  const { sp_entity_id, acs: declared } = connection;
  // What is left to the SP's metadata, the IdP itself compares.
  if (issuer === undefined || (sp_entity_id !== undefined && unescaped(issuer) !== sp_entity_id)) {
    return {
      message: `the SP calls itself ${issuer === undefined ? "nothing" : unescaped(issuer)} (Issuer), and the connection's sp_entity_id is ${sp_entity_id ?? "what its metadata says"}`,
      hint: `configure the SP's entityID, or correct sp_entity_id (${at})`,
    };
  }
  const acs = /\sAssertionConsumerServiceURL\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(xml);
  const address = acs?.[1] ?? acs?.[2];
  if (address === undefined || declared.length === 0 || declared.includes(unescaped(address))) return null;
  return {
    message: `the SP asks to be answered at ${unescaped(address)}, which acs has not`,
    hint: `write it into acs (${at}: ${declared.join(", ")}), or configure the SP's own base URL`,
  };
}

/** The five entities that XML has of itself (XML 1.0, 4.6). */
function unescaped(text: string): string {
  const entities: { readonly [name: string]: string } = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => entities[name] ?? whole);
}
