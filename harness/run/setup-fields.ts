import { own } from "../own.ts";
import type { ConnectionSetup, OidcSetup, SamlSetup } from "./setup.ts";

export type SetupField = readonly [label: string, value: string];

interface FieldOptions {
  /** Stands for the client secret; left out: the secret itself. */
  readonly hidden?: string;
  /** Where its metadata was written to. */
  readonly metadataFile?: string;
}

interface SetupPart {
  readonly heading: string;
  readonly fields: readonly SetupField[];
}

/** What one connection's two sides are told of each other, under the words of the vendor whose shape it has. */
export interface SetupFields {
  readonly title: string | undefined;
  /** For the SP. */
  readonly enter: SetupPart;
  /** What the target file says of the SP. */
  readonly here: SetupPart;
  readonly sent: SetupPart;
}

export function setupFields(setup: ConnectionSetup, options: FieldOptions = {}): SetupFields {
  const { title } = setup.vendor ?? {};
  const [enter, here, sent] = setup.protocol === "oidc" ? oidcFields(setup, options) : samlFields(setup, options);
  const named = title !== undefined;
  return {
    title,
    enter: { heading: named ? `enter at your SP, as ${title} shows it` : "enter at your SP", fields: enter },
    here: {
      heading: named
        ? `entered at ${title} of your SP, here by the target file`
        : "expected of your SP, by the target file",
      fields: here,
    },
    sent: { heading: "sent at a sign-in", fields: sent },
  };
}

/** The vendor's word for a field, else this kit's. */
function wordsOf(vendor: ConnectionSetup["vendor"]): (field: string, plain: string) => string {
  return (field, plain) => (vendor === undefined ? plain : (own(vendor.words, field) ?? plain));
}

type Parts = readonly [enter: readonly SetupField[], here: readonly SetupField[], sent: readonly SetupField[]];

function oidcFields({ idp, sp, sent, vendor }: OidcSetup, { hidden }: FieldOptions): Parts {
  const word = wordsOf(vendor);
  const method = { basic: "client_secret_basic", post: "client_secret_post", none: "none (public client)" };
  return [
    [
      [word("issuer", "Issuer"), idp.issuer],
      [word("discovery_url", "Discovery URL"), idp.discovery_url],
      [word("client_id", "Client ID"), idp.client_id],
      ...(idp.client_secret === ""
        ? []
        : [[word("client_secret", "Client secret"), hidden ?? idp.client_secret] as const]),
      [word("authorization_endpoint", "Authorization endpoint"), idp.authorization_endpoint],
      [word("token_endpoint", "Token endpoint"), idp.token_endpoint],
      [word("userinfo_endpoint", "UserInfo endpoint"), idp.userinfo_endpoint],
      [word("jwks_uri", "JWKS URI"), idp.jwks_uri],
      ...trusted(idp),
    ],
    [
      ...sp.redirect_uris.map((uri) => [word("redirect_uris", "Redirect URI (callback)"), uri] as const),
      ["Client authentication", method[sp.client_auth]],
    ],
    [
      ["Claims", names(sent.claims)],
      ["Claims are in", sent.claims_in.map((place) => (place === "id_token" ? "ID token" : "UserInfo")).join(", ")],
      ["ID token is signed with", sent.signing_alg],
    ],
  ];
}

function samlFields({ idp, sp, problem = "", sent, vendor }: SamlSetup, { metadataFile }: FieldOptions): Parts {
  const word = wordsOf(vendor);
  return [
    [
      [word("entity_id", "IdP entity ID (issuer)"), idp.entity_id],
      [word("sso_url", "SSO URL (login)"), `${idp.sso_url} (HTTP-Redirect, HTTP-POST)`],
      [word("metadata_url", "Metadata URL"), idp.metadata_url],
      ...(metadataFile === undefined ? [] : [["Metadata file", metadataFile] as const]),
      [`${word("certificate", "Certificate")}, SHA-256`, idp.certificate_sha256],
      ...trusted(idp),
    ],
    sp === null
      ? [["SP entity ID, ACS", `not known yet: ${problem}`]]
      : [
          [word("sp_entity_id", "SP entity ID (audience)"), sp.sp_entity_id],
          ...sp.acs.map((url) => [word("acs", "ACS URL (reply)"), url] as const),
          ["AuthnRequests", sp.requests_signed ? "must be signed" : "need not be signed"],
          ["Assertions", sp.encrypted ? "are encrypted" : "are not encrypted"],
          ...(sp.unsigned_assertion
            ? [["Warning", "the SP's metadata wants assertions signed (WantAssertionsSigned)"] as const]
            : []),
        ],
    [
      [word("name_id", "NameID format"), sent.name_id],
      [word("attributes", "Attributes"), names(sent.attributes)],
      ["Signed", sent.signed === "both" ? "assertion and response" : sent.signed],
    ],
  ];
}

/** What the SP's process needs for the IdPs' https. */
function trusted({ ca_file }: ConnectionSetup["idp"]): readonly SetupField[] {
  return ca_file === undefined ? [] : [["Trusted for https (PEM)", ca_file]];
}

/** `email as mail, groups`: a claim, and its name on the wire where that is another. */
function names(sent: { readonly [claim: string]: string }): string {
  return Object.entries(sent)
    .map(([claim, name]) => (claim === name ? name : `${claim} as ${name}`))
    .join(", ");
}
