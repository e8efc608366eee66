import { relative } from "node:path";
import { own } from "../own.ts";
import { visible } from "../report/index.ts";
import type { Style } from "../report/index.ts";
import type { ConnectionSetup, OidcSetup, SamlSetup } from "../run/index.ts";

export interface SetupOptions {
  readonly style: Style;
  /** Else it is hidden, because logs are kept and shared. */
  readonly secrets: boolean;
  /** Whole certificates; else fingerprints alone. */
  readonly certificates: boolean;
  /** Connection -> its metadata as a file that was written. */
  readonly files: ReadonlyMap<string, string>;
  readonly cwd: string;
}

type Field = readonly [label: string, value: string];

/** Stands for a secret that is not shown. */
const HIDDEN = "(hidden: --show-secrets shows it)";

/** The IdPs have a name that the kit's own browsers are told, and a person's are not. */
export function unknownHostLine(host: string): string {
  return `For a browser of your own, the hosts file needs the line "127.0.0.1 ${host}".`;
}

/** One connection: what to enter at the SP, what the file says of the SP, and what is sent, in the words of both sides. */
export function setupLines(setup: ConnectionSetup, options: SetupOptions): readonly string[] {
  const { style } = options;
  const { title } = setup.vendor ?? {};
  const [enter, here, sent] = setup.protocol === "oidc" ? oidcFields(setup, options) : samlFields(setup, options);
  const width = Math.max(...[...enter, ...here, ...sent].map(([label]) => label.length));
  const part = (heading: string, fields: readonly Field[]): readonly string[] => [
    style("dim", `  ${heading}`),
    ...fields.map(([label, value]) => `    ${label.padEnd(width)}  ${visible(value)}`),
  ];
  const pem = setup.protocol === "saml" && options.certificates ? setup.idp.certificate.trim().split("\n") : [];
  return [
    `${style("bold", visible(setup.name))}  ${style("dim", setup.protocol)}${title === undefined ? "" : `  ${title}`}`,
    ...part(title === undefined ? "enter at your SP" : `enter at your SP, as ${title} shows it`, enter),
    // Not indented, so that it can be pasted as it is.
    ...pem.map(visible),
    ...part(
      title === undefined
        ? "expected of your SP, by the target file"
        : `entered at ${title} of your SP, here by the target file`,
      here,
    ),
    ...part("sent at a sign-in", sent),
    "",
  ];
}

/** The vendor's word for a field, else this kit's. */
function wordsOf(vendor: ConnectionSetup["vendor"]): (field: string, plain: string) => string {
  return (field, plain) => (vendor === undefined ? plain : (own(vendor.words, field) ?? plain));
}

type Parts = readonly [enter: readonly Field[], here: readonly Field[], sent: readonly Field[]];

function oidcFields({ idp, sp, sent, vendor }: OidcSetup, { secrets }: SetupOptions): Parts {
  const word = wordsOf(vendor);
  const method = { basic: "client_secret_basic", post: "client_secret_post", none: "none (public client)" };
  return [
    [
      [word("issuer", "Issuer"), idp.issuer],
      [word("discovery_url", "Discovery URL"), idp.discovery_url],
      [word("client_id", "Client ID"), idp.client_id],
      ...(idp.client_secret === ""
        ? []
        : [[word("client_secret", "Client secret"), secrets ? idp.client_secret : HIDDEN] as const]),
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

function samlFields({ name, idp, sp, problem = "", sent, vendor }: SamlSetup, options: SetupOptions): Parts {
  const { files, cwd } = options;
  const word = wordsOf(vendor);
  const file = files.get(name);
  return [
    [
      [word("entity_id", "IdP entity ID (issuer)"), idp.entity_id],
      [word("sso_url", "SSO URL (login)"), `${idp.sso_url} (HTTP-Redirect, HTTP-POST)`],
      [word("metadata_url", "Metadata URL"), idp.metadata_url],
      ...(file === undefined ? [] : [["Metadata file", relative(cwd, file)] as const]),
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
function trusted({ ca_file }: ConnectionSetup["idp"]): readonly Field[] {
  return ca_file === undefined ? [] : [["Trusted for https (PEM)", ca_file]];
}

/** `email as mail, groups`: a claim, and its name on the wire where that is another. */
function names(sent: { readonly [claim: string]: string }): string {
  return Object.entries(sent)
    .map(([claim, name]) => (claim === name ? name : `${claim} as ${name}`))
    .join(", ");
}

/** What `--show-secrets` shows. */
export function clientSecrets(setups: readonly ConnectionSetup[]): readonly string[] {
  return setups.flatMap((setup) => (setup.protocol === "oidc" ? [setup.idp.client_secret] : []));
}

/** The same for a script, without secrets unless they are wanted. */
export function setupDocument(setups: readonly ConnectionSetup[], secrets: boolean): object {
  return {
    connections: setups.map((setup) =>
      setup.protocol === "saml" || secrets || setup.idp.client_secret === ""
        ? setup
        : { ...setup, idp: { ...setup.idp, client_secret: null } },
    ),
  };
}
