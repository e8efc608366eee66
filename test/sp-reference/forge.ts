import { generateKeyPairSync } from "node:crypto";
import { SignedXml } from "xml-crypto";
import { selfSigned } from "../../harness/idp/state/certificate.ts";
import type { SamlConnection } from "../../sp-reference/config/model.ts";
import { DEFAULT_POLICY } from "../../sp-reference/config/policy.ts";

/** A SAML IdP made of nothing but a key and a template, so that every word of a response can be chosen. */
export interface Forge {
  /** Base64 of the DER certificate. */
  readonly certificate: string;
  /** A response in base64, signed where `sign` says. */
  response(changes?: Partial<Words>): string;
}

export interface Words {
  readonly sign: "assertion" | "response" | "both" | "none";
  readonly sha1: boolean;
  readonly prologue: string;
  readonly status: string;
  readonly destination: string | null;
  readonly responseIssuer: string | null;
  readonly responseInResponseTo: string | null;
  readonly issuer: string;
  readonly nameId: string | null;
  readonly method: string;
  readonly recipient: string | null;
  readonly inResponseTo: string | null;
  readonly confirmationEnds: string | null;
  readonly confirmationBegins: string | null;
  readonly audience: string;
  readonly notBefore: string;
  readonly notOnOrAfter: string;
  readonly attributes: string;
  /** The last word, after signing. */
  readonly tamper: (xml: string) => string;
}

export const ENTITY_ID = "https://idp.test/metadata";
const ACS = "https://sp.test/auth/acme-saml/acs";
const SP = "https://sp.test/auth/acme-saml/metadata";
const NS = "urn:oasis:names:tc:SAML:2.0";

export const samlConnection: SamlConnection = {
  name: "acme-saml",
  title: "",
  organization: {
    name: "acme",
    title: "Acme",
    about: "",
    domains: ["acme.test"],
    policy: DEFAULT_POLICY,
    roles: {},
    defaultRole: null,
    scimToken: null,
  },
  policy: { ...DEFAULT_POLICY, identity_key: "entity_nameid" },
  attributes: { email: "mail" },
  roles: {},
  defaultRole: null,
  groupsSeparator: null,
  protocol: "saml",
  metadataUrl: "https://idp.test/metadata",
  entityId: null,
  spEntityId: SP,
  acsUrl: ACS,
  sloUrl: "https://sp.test/auth/acme-saml/slo",
  signRequests: false,
  requestBinding: "redirect",
  encryptedAssertions: false,
};

/** Minutes from now, as SAML writes a moment. */
export function minutes(count: number): string {
  return new Date(Date.now() + count * 60_000).toISOString();
}

export function attributeOf(name: string, ...values: readonly string[]): string {
  const all = values.map((value) => `<saml:AttributeValue>${value}</saml:AttributeValue>`).join("");
  return `<saml:Attribute Name="${name}">${all}</saml:Attribute>`;
}

export function makeForge(): Forge {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const privateKey = keys.privateKey.export({ type: "pkcs8", format: "pem" });
  const certificate = selfSigned({ commonName: "idp", ...keys });
  return {
    certificate: certificate.replace(/-----.*-----|\s/g, ""),
    response: (changes = {}) => {
      const words = { ...DEFAULTS(), ...changes };
      let xml = write(words);
      if (words.sign === "assertion" || words.sign === "both") xml = sign(xml, "Assertion", privateKey, words.sha1);
      if (words.sign === "response" || words.sign === "both") xml = sign(xml, "Response", privateKey, words.sha1);
      return Buffer.from(words.tamper(xml)).toString("base64");
    },
  };
}

const DEFAULTS = (): Words => ({
  sign: "assertion",
  sha1: false,
  prologue: "",
  status: `${NS}:status:Success`,
  destination: ACS,
  responseIssuer: ENTITY_ID,
  responseInResponseTo: "_request",
  issuer: ENTITY_ID,
  nameId: "ada",
  method: `${NS}:cm:bearer`,
  recipient: ACS,
  inResponseTo: "_request",
  confirmationEnds: minutes(5),
  confirmationBegins: null,
  audience: SP,
  notBefore: minutes(-1),
  notOnOrAfter: minutes(5),
  attributes: attributeOf("mail", "ada@acme.test"),
  tamper: (xml) => xml,
});

function write(words: Words): string {
  const optional = (name: string, value: string | null): string => (value === null ? "" : ` ${name}="${value}"`);
  const issuer = (value: string | null): string => (value === null ? "" : `<saml:Issuer>${value}</saml:Issuer>`);
  const format = `${NS}:nameid-format:persistent`;
  const nameId = words.nameId === null ? "" : `<saml:NameID Format="${format}">${words.nameId}</saml:NameID>`;
  const confirmation =
    `<saml:SubjectConfirmation Method="${words.method}"><saml:SubjectConfirmationData` +
    optional("NotOnOrAfter", words.confirmationEnds) +
    optional("NotBefore", words.confirmationBegins) +
    optional("Recipient", words.recipient) +
    `${optional("InResponseTo", words.inResponseTo)}/></saml:SubjectConfirmation>`;
  return (
    `${words.prologue}<samlp:Response xmlns:samlp="${NS}:protocol" xmlns:saml="${NS}:assertion" ID="_response" Version="2.0"` +
    ` IssueInstant="${minutes(0)}"${optional("Destination", words.destination)}` +
    `${optional("InResponseTo", words.responseInResponseTo)}>${issuer(words.responseIssuer)}` +
    `<samlp:Status><samlp:StatusCode Value="${words.status}"/></samlp:Status>` +
    `<saml:Assertion ID="_assertion" Version="2.0" IssueInstant="${minutes(0)}">${issuer(words.issuer)}` +
    `<saml:Subject>${nameId}${confirmation}</saml:Subject>` +
    `<saml:Conditions NotBefore="${words.notBefore}" NotOnOrAfter="${words.notOnOrAfter}"><saml:AudienceRestriction>` +
    `<saml:Audience>${words.audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>` +
    `<saml:AttributeStatement>${words.attributes}</saml:AttributeStatement></saml:Assertion></samlp:Response>`
  );
}

function sign(xml: string, element: "Assertion" | "Response", privateKey: string, sha1: boolean): string {
  const xpath = `//*[local-name(.)='${element}']`;
  const dsig = "http://www.w3.org/2000/09/xmldsig#";
  const signer = new SignedXml({
    privateKey,
    signatureAlgorithm: sha1 ? `${dsig}rsa-sha1` : "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
    canonicalizationAlgorithm: "http://www.w3.org/2001/10/xml-exc-c14n#",
  });
  signer.addReference({
    xpath,
    digestAlgorithm: sha1 ? `${dsig}sha1` : "http://www.w3.org/2001/04/xmlenc#sha256",
    transforms: [`${dsig}enveloped-signature`, "http://www.w3.org/2001/10/xml-exc-c14n#"],
  });
  signer.computeSignature(xml, { location: { reference: `${xpath}/*[local-name(.)='Issuer']`, action: "after" } });
  return signer.getSignedXml();
}
