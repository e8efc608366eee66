import { Slip } from "./form.ts";

/** Which fact of a connection an SP means by the name of a variable. The first that fits. */
const OIDC: readonly (readonly [fact: string, name: RegExp])[] = [
  ["client_secret", /CLIENT_?SECRET/i],
  ["client_id", /CLIENT_?ID/i],
  ["discovery_url", /DISCOVERY|WELL_?KNOWN/i],
  ["authorization_endpoint", /AUTHORI[SZ]ATION_(?:URL|ENDPOINT)/i],
  ["token_endpoint", /TOKEN_(?:URL|ENDPOINT)/i],
  ["userinfo_endpoint", /USER_?INFO/i],
  ["jwks_uri", /JWKS/i],
  ["issuer", /ISSUER/i],
];
const SAML: readonly (readonly [fact: string, name: RegExp])[] = [
  ["metadata_url", /METADATA_URL/i],
  ["sso_url", /ENTRY_?POINT|SSO_URL|LOGIN_URL/i],
  ["entity_id", /IDP_(?:ENTITY_?ID|ISSUER)/i],
  ["certificate", /CERT(?:IFICATE)?$/i],
];

const USUAL = {
  oidc: { OIDC_ISSUER: "issuer", OIDC_CLIENT_ID: "client_id", OIDC_CLIENT_SECRET: "client_secret" },
  saml: { SAML_METADATA_URL: "metadata_url", SAML_ENTRY_POINT: "sso_url", SAML_IDP_CERT: "certificate" },
} as const;

type Facts = { readonly [variable: string]: string };

/** What the SP is told when it is started: by the names that it seems to read, else by usual ones. */
export function variablesFor(protocols: readonly ("oidc" | "saml")[], known: readonly string[]): Facts {
  return Object.assign({}, ...protocols.map((protocol) => variablesOf(protocol, known))) as Facts;
}

function variablesOf(protocol: "oidc" | "saml", known: readonly string[]): Facts {
  const rules = protocol === "oidc" ? OIDC : SAML;
  const own = known.filter((name) => /SAML/i.test(name) === (protocol === "saml"));
  const found = own.flatMap((name) => {
    const fact = rules.find(([, pattern]) => pattern.test(name))?.[0];
    return fact === undefined ? [] : [[name, `${protocol}.${fact}`] as const];
  });
  const usual = Object.entries(USUAL[protocol]).map(([name, fact]) => [name, `${protocol}.${fact}`] as const);
  return Object.fromEntries(found.length > 0 ? found : usual);
}

/** `OIDC_ISSUER=oidc.issuer`; whether there is such a fact, the file's own check says. */
export function readVariables(given: readonly string[]): Facts {
  return Object.fromEntries(
    given.map((text) => {
      const [, name, fact] = /^([A-Za-z_]\w*)=((?:oidc|saml)\.[a-z_]+)$/.exec(text) ?? [];
      if (name === undefined || fact === undefined)
        throw new Slip("Write VARIABLE=oidc.FACT or VARIABLE=saml.FACT, such as OIDC_ISSUER=oidc.issuer.");
      return [name, fact];
    }),
  );
}
