import { ProtocolFault } from "../app/faults.ts";
import type { SamlConnection } from "../config/model.ts";
import { attributeOf, child, children, DSIG_NS, METADATA_NS, parseXml, textOf } from "./xml.ts";

/** What the SP must know of an IdP, from its metadata. */
export interface IdpMetadata {
  readonly entityId: string;
  /** Where the AuthnRequest goes, by the binding of the connection. */
  readonly ssoUrl: string;
  /** Where the answer to a LogoutRequest goes, by redirect; left out: it speaks no Single Logout. */
  readonly sloUrl?: string;
  /** Base64 of every certificate that may sign: two while the IdP moves from one to the next. */
  readonly certificates: readonly string[];
}

const BINDINGS = {
  redirect: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect",
  post: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST",
} as const;
const FRESH_MS = 600_000;
const MAX_BYTES = 1024 * 1024;

/** Reads an EntityDescriptor. Throws ProtocolFault where something is missing in it. */
export function readMetadata(xml: string, connection: SamlConnection): IdpMetadata {
  const root = parseXml(xml);
  const entityId = attributeOf(root, "entityID");
  const idp = child(root, METADATA_NS, "IDPSSODescriptor");
  if (entityId === null || entityId === "" || idp === undefined) {
    throw new ProtocolFault(`The metadata of ${connection.name} describes no identity provider.`);
  }
  if (connection.entityId !== null && connection.entityId !== entityId) {
    throw new ProtocolFault(`The metadata of ${connection.name} is that of another identity provider.`);
  }
  const sso = children(idp, METADATA_NS, "SingleSignOnService").find(
    (service) => attributeOf(service, "Binding") === BINDINGS[connection.requestBinding],
  );
  const ssoUrl = attributeOf(sso, "Location");
  const certificates = children(idp, METADATA_NS, "KeyDescriptor")
    .filter((key) => attributeOf(key, "use") !== "encryption")
    .flatMap((key) => children(key, DSIG_NS, "KeyInfo"))
    .flatMap((info) => children(info, DSIG_NS, "X509Data"))
    .flatMap((data) => children(data, DSIG_NS, "X509Certificate"))
    .map((certificate) => textOf(certificate).replace(/\s+/g, ""));
  // An address of another scheme (javascript:, say) would run in our own page.
  if (ssoUrl === null || !/^https?:\/\//i.test(ssoUrl) || certificates.length === 0) {
    const endpoint = `endpoint for requests by ${connection.requestBinding}`;
    throw new ProtocolFault(`The metadata of ${connection.name} has no ${endpoint}, or no signing key.`);
  }
  const slo = children(idp, METADATA_NS, "SingleLogoutService").find(
    (service) => attributeOf(service, "Binding") === BINDINGS.redirect,
  );
  const sloUrl = attributeOf(slo, "ResponseLocation") ?? attributeOf(slo, "Location");
  const speaks = sloUrl !== null && /^https?:\/\//i.test(sloUrl);
  return { entityId, ssoUrl, ...(speaks ? { sloUrl } : {}), certificates };
}

/** Metadata per connection: fetched at the first need, kept for ten minutes; a failure is not remembered. */
export class MetadataCache {
  readonly #entries = new Map<string, { readonly metadata: Promise<IdpMetadata>; readonly at: number }>();

  /** Of a connection that is another one now. */
  forget(connection: string): void {
    this.#entries.delete(connection);
  }

  async get(connection: SamlConnection): Promise<IdpMetadata> {
    const known = this.#entries.get(connection.name);
    const entry =
      known !== undefined && Date.now() - known.at < FRESH_MS
        ? known
        : { metadata: fetchMetadata(connection), at: Date.now() };
    this.#entries.set(connection.name, entry);
    try {
      return await entry.metadata;
    } catch (error) {
      if (this.#entries.get(connection.name) === entry) this.#entries.delete(connection.name);
      throw new ProtocolFault("The identity provider can not be reached at the moment. Try again in a minute.", {
        status: 503,
        cause: error,
      });
    }
  }
}

async function fetchMetadata(connection: SamlConnection): Promise<IdpMetadata> {
  const response = await fetch(connection.metadataUrl, { signal: AbortSignal.timeout(5_000), redirect: "error" });
  if (!response.ok) throw new Error(`HTTP ${response.status} at ${connection.metadataUrl}`);
  const xml = await response.text();
  if (xml.length > MAX_BYTES) throw new Error(`more than ${MAX_BYTES} characters at ${connection.metadataUrl}`);
  return readMetadata(xml, connection);
}
