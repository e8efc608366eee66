import { X509Certificate } from "node:crypto";
import type { Element } from "@xmldom/xmldom";
import { own } from "../../../own.ts";
import { BINDING, NS } from "../names.ts";
import { attribute, child, children, rootOf } from "../xml/elements.ts";
import { parseXml } from "../xml/parse.ts";

/** What an SP says of itself in its metadata (SAML Metadata 2.4.4). */
export interface SpDescription {
  readonly entityId: string;
  /** Assertion consumer services that take HTTP-POST, the default first. */
  readonly acs: readonly string[];
  /** AuthnRequestsSigned: whether every AuthnRequest will be signed. */
  readonly requestsSigned: boolean;
  /** PEM; a key without `use` serves both. */
  readonly signing: readonly string[];
  readonly encryption: readonly string[];
}

/**
 * Reads an SP's EntityDescriptor out of XML that may be hostile.
 * @throws {Error} whose message says what is wrong with it
 */
export function readSpMetadata(xml: string, now = Date.now()): SpDescription {
  const root = rootOf(parseXml(xml));
  if (root.namespaceURI !== NS.metadata || root.localName !== "EntityDescriptor") {
    throw new Error(`its root is ${root.nodeName}; it must be the EntityDescriptor of one SP`);
  }
  const entityId = attribute(root, "entityID") ?? "";
  if (entityId === "") throw new Error("its EntityDescriptor has no entityID");
  const roles = children(root, NS.metadata, "SPSSODescriptor");
  const sp = roles.find(({ attributes }) => speaksSaml2(attributes.getNamedItem("protocolSupportEnumeration")?.value));
  if (sp === undefined) throw new Error("it has no SPSSODescriptor for SAML 2.0");
  for (const element of [root, sp]) {
    const until = attribute(element, "validUntil");
    if (until !== undefined && !(now < Date.parse(until))) throw new Error(`it was valid until ${until}`);
  }
  const signed = attribute(sp, "AuthnRequestsSigned");
  return {
    entityId,
    acs: consumerServices(sp),
    requestsSigned: signed === "true" || signed === "1",
    signing: certificates(sp, "signing"),
    encryption: certificates(sp, "encryption"),
  };
}

function speaksSaml2(protocols = ""): boolean {
  return protocols.split(/\s+/).includes(NS.protocol);
}

const RANKS = { true: 0, "1": 0, false: 2, "0": 2 };

/** The login page sends a form there: an address that is a script must not run in it. */
function isWeb(location: string): boolean {
  return /^https?:$/.test(URL.parse(location)?.protocol ?? "");
}

/** The default is the first that calls itself so, else the first that does not deny it, else the first (2.2.3). */
function consumerServices(sp: Element): readonly string[] {
  const services = children(sp, NS.metadata, "AssertionConsumerService")
    .filter((service) => attribute(service, "Binding") === BINDING.post && isWeb(attribute(service, "Location") ?? ""))
    .map((service) => ({
      location: attribute(service, "Location") ?? "",
      rank: own(RANKS, attribute(service, "isDefault") ?? "") ?? 1,
    }));
  return services.toSorted((a, b) => a.rank - b.rank).map(({ location }) => location);
}

function certificates(sp: Element, use: "signing" | "encryption"): readonly string[] {
  return children(sp, NS.metadata, "KeyDescriptor")
    .filter((key) => (attribute(key, "use") ?? use) === use)
    .map((key) => child(child(key, NS.signature, "KeyInfo"), NS.signature, "X509Data"))
    .map((data) => child(data, NS.signature, "X509Certificate")?.textContent?.replace(/\s/g, "") ?? "")
    .filter((body) => body !== "")
    .map((body) => pem(body, use));
}

function pem(body: string, use: string): string {
  const lines = body.match(/.{1,64}/g) ?? [];
  const text = `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
  let type: string | undefined;
  try {
    type = new X509Certificate(text).publicKey.asymmetricKeyType;
  } catch {
    throw new Error(`its certificate for ${use} cannot be read`);
  }
  if (type !== "rsa") throw new Error(`its key for ${use} is ${type}; RSA is what can be used here`);
  return text;
}
