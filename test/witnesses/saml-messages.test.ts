import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SigningKey } from "../../harness/idp/mount.ts";
import type { Idps, SamlFacts, SamlSpec } from "../../harness/idp/port.ts";
import { createKeyStore } from "../../harness/idp/state/keys.ts";
import { TAMPERS } from "../../harness/tampers/index.ts";
import { validate, verifySignature } from "../idp/saml/support/witness.ts";
import { openWorld } from "../sp-reference/world.ts";
import { openBrowser, openIdps, pickedAndHeldBack } from "./support/kit.ts";
import { describeWith } from "./support/packages.ts";
import { ADA } from "./support/people.ts";
import { otherCiphertext } from "./support/saml-responses.ts";
import { TearDown } from "./support/tear-down.ts";
import { decrypted } from "./support/xmlsec1.ts";

/**
 * Every form of Response that leaves our IdP, and its metadata, before xmlsec1 and the OASIS schemas. What test/idp/saml
 * asks of them as it goes, this asks of all of them: each way of signing, readable and encrypted, as built and signed
 * again by every tamper that is signed after it. These sign-ins begin at the IdP, so none may need a request.
 */
const SIGNED = ["assertion", "response", "both"] as const;
const CONNECTIONS = SIGNED.flatMap((sign) => [
  { name: `${sign}-readable`, sign, encrypted: false },
  { name: `${sign}-encrypted`, sign, encrypted: true },
]);
const FORMS = [
  null,
  ...Object.entries(TAMPERS.saml).flatMap(([name, { when, needs }]) =>
    (when === "before_signing" || when === "in_signing") && (needs ?? []).every((need) => need === "rsa") ? [name] : [],
  ),
];

/** What the schemas do not have, which is what these are for: they say so, and the signatures are good. */
const OF_NO_SCHEMA: { readonly [tamper: string]: RegExp } = {
  "unknown-condition": /OfNobodyType/,
  "unreadable-confirmation-expiry": /NotOnOrAfter.*the end of time/,
  "unreadable-conditions": /NotOnOrAfter.*the end of time/,
  "missing-issue-instant": /IssueInstant.*required but missing/,
  "unreadable-issue-instant": /IssueInstant.*the end of time/,
  "missing-issuer": /Expected is .*Issuer/,
  "missing-status": /Expected is .*Status|This element is not expected/,
};
/** Those that are signed otherwise than their connection says, and how. */
const SIGNED_ALONE: { readonly [tamper: string]: (typeof SIGNED)[number] } = {
  "assertion-signed-alone": "assertion",
  "response-signed-alone": "response",
};
/** Those that an encrypted assertion hides nothing of. */
const OUTSIDE = ["missing-status"];

const OUTER = "/*/*[local-name()='Signature']";
const INNER = "/*/*[local-name()='Assertion']/*[local-name()='Signature']";

const PACKAGES = ["libxml2-utils", "opensaml-schemas", "xmlsec1", "xmltooling-schemas"] as const;

describeWith(PACKAGES, "xmlsec1 and the OASIS schemas", () => {
  const suite = new TearDown();
  let idps: Idps;
  let spKey: SigningKey;

  beforeAll(async () => {
    spKey = await createKeyStore(null, "sp").signingKey("sp", "RS256");
    const shared = {
      protocol: "saml",
      sp_entity_id: "urn:witness:sp",
      acs: ["http://localhost:9/acs"],
      name_id: "persistent",
      attributes: { email: "mail" },
      key_attribute: "uid",
    } as const;
    const specs: SamlSpec[] = [
      ...CONNECTIONS.map(({ name, sign, encrypted }) => ({
        ...shared,
        name,
        sign,
        ...(encrypted ? { encrypt: spKey.certificatePem } : {}),
      })),
      {
        ...shared,
        name: "two-certificates",
        sign: "both",
        next_certificate: true,
        sp_certificate: spKey.certificatePem,
      },
      { ...shared, name: "two-certificates-open", sign: "both", next_certificate: true },
    ];
    idps = await openIdps(suite, specs);
    for (const { name } of specs) idps.admit(name, ADA);
  });
  afterAll(() => suite.end());

  async function factsOf(connection: string): Promise<SamlFacts> {
    const facts = await idps.facts(connection);
    if (facts.protocol !== "saml") throw new Error(`${connection} is not a SAML connection`);
    return facts;
  }

  /** What the IdP would post at the end of a sign-in that it starts itself. */
  async function response(connection: string, tamper: string | null): Promise<string> {
    if (tamper !== null) idps.arm(connection, ADA.key, { name: tamper, parameters: {} });
    const browser = openBrowser(suite);
    await browser.open(idps.portal(connection));
    const { xml } = await pickedAndHeldBack(browser, ADA);
    if (tamper !== null) expect(idps.disarm(connection, ADA.key)).toEqual({ delivered: true });
    return xml;
  }

  describe.each(CONNECTIONS)("$name", ({ name, sign, encrypted }) => {
    test.each(FORMS)("tamper %s: valid, every signature good, none after an alteration", async (tamper) => {
      const { certificate } = await factsOf(name);
      const sent = await response(name, tamper);
      const how = SIGNED_ALONE[tamper ?? ""] ?? sign;
      const [outer, inner] = [how === "assertion" ? [] : [OUTER], how === "response" ? [] : [INNER]];
      const unknown = OF_NO_SCHEMA[tamper ?? ""];
      if (unknown === undefined || (encrypted && !OUTSIDE.includes(tamper ?? ""))) await expectValid(sent, "protocol");
      await expectVerified(sent, certificate, encrypted ? outer : [...outer, ...inner]);

      const readable = encrypted ? await decrypted(sent, spKey.privateKeyPem) : sent;
      expect(readable).toContain(ADA.claims["email"]);
      if (unknown === undefined) await expectValid(readable, "protocol");
      else await expect(expectValid(readable, "protocol")).rejects.toThrow(unknown);
      for (const signature of inner) {
        const verified = await verifySignature(readable, certificate, signature);
        expect(verified.accepted, verified.said).toBe(true);
      }

      const altered = readable.replace("ada.w1t@", "eve.w1t@");
      const alteredAsSent = encrypted ? otherCiphertext(sent) : altered;
      for (const signature of outer) {
        expect(await verifySignature(alteredAsSent, certificate, signature)).toMatchObject({ accepted: false });
      }
      for (const signature of inner) {
        expect(await verifySignature(altered, certificate, signature)).toMatchObject({ accepted: false });
      }
      const { certificate: foreign } = await factsOf("two-certificates");
      for (const signature of inner) {
        expect(await verifySignature(readable, foreign, signature)).toMatchObject({ accepted: false });
      }
    });
  });

  test.each(CONNECTIONS.filter(({ encrypted }) => encrypted))(
    "$name: xmlsec1 refuses another ciphertext and another key",
    async ({ name }) => {
      const sent = await response(name, null);
      const otherKey = await createKeyStore(null, "other").signingKey("other", "RS256");
      await expect(decrypted(otherCiphertext(sent), spKey.privateKeyPem)).rejects.toThrow(/decrypt/i);
      await expect(decrypted(sent, otherKey.privateKeyPem)).rejects.toThrow(/decrypt/i);
    },
  );

  test.each(["two-certificates", "two-certificates-open", "both-readable", "both-encrypted"])(
    "the metadata of %s is valid, and is not without a certificate, an address or its name",
    async (name) => {
      const { metadata_url, certificate } = await factsOf(name);
      const metadata = await (await fetch(metadata_url)).text();
      await expectValid(metadata, "metadata");
      const certificates = certificatesIn(metadata);
      expect(certificates).toHaveLength(name.startsWith("two") ? 2 : 1);
      expect(certificates[0]).toBe(certificate.replaceAll(/-----[^-]+-----|\s/g, ""));
      for (const part of [/<ds:X509Data>.*?<\/ds:X509Data>/gs, / Location="[^"]*"/g, / entityID="[^"]*"/]) {
        const told = await validate(metadata.replace(part, ""), "metadata");
        expect(told).toMatchObject({ accepted: false, said: expect.stringContaining("fails to validate") });
      }
    },
  );

  test("the metadata of the reference SP is valid, and is not without its ACS", async () => {
    const { baseUrl } = await openWorld();
    const metadata = await (await fetch(`${baseUrl}/auth/acme-saml/metadata`)).text();
    await expectValid(metadata, "metadata");
    const told = await validate(metadata.replace(/<AssertionConsumerService [^>]*>/, ""), "metadata");
    expect(told).toMatchObject({ accepted: false, said: expect.stringContaining("fails to validate") });
  });

  test("of two certificates in metadata the first is the one that signs", async () => {
    const name = "two-certificates-open";
    const { metadata_url } = await factsOf(name);
    const [first = "", next = ""] = certificatesIn(await (await fetch(metadata_url)).text()).map(pem);
    const sent = await response(name, null);
    await expectVerified(sent, first, [OUTER, INNER]);
    expect(await verifySignature(sent, next, OUTER)).toMatchObject({ accepted: false });
  });
});

async function expectVerified(xml: string, certificate: string, signatures: readonly string[]): Promise<void> {
  expect(xml.match(/<ds:Signature /g) ?? []).toHaveLength(signatures.length);
  for (const signature of signatures) {
    const verified = await verifySignature(xml, certificate, signature);
    expect(verified.accepted, verified.said).toBe(true);
  }
}

async function expectValid(xml: string, schema: "protocol" | "metadata"): Promise<void> {
  const valid = await validate(xml, schema);
  expect(valid.accepted, valid.said).toBe(true);
}

function certificatesIn(metadata: string): readonly string[] {
  return [...metadata.matchAll(/<ds:X509Certificate>([^<]*)/g)].map(([, body = ""]) => body);
}

function pem(body: string): string {
  return `-----BEGIN CERTIFICATE-----\n${body.replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
}
