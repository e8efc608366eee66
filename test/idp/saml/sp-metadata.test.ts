import { generateKeyPairSync } from "node:crypto";
import { SAML } from "@node-saml/node-saml";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { SigningKey } from "../../../harness/idp/mount.ts";
import type { SamlSpec } from "../../../harness/idp/port.ts";
import { readSpMetadata } from "../../../harness/idp/saml/sp/metadata.ts";
import { selfSigned } from "../../../harness/idp/state/certificate.ts";
import { relyingParty } from "../../../harness/idp/saml/sp/relying-party.ts";
import { createKeyStore } from "../../../harness/idp/state/keys.ts";
import { open, pick, posted } from "./support/browser.ts";
import { startIdp } from "./support/idp.ts";
import type { RunningIdp } from "./support/idp.ts";
import { authnRequest, redirectUrl } from "./support/request.ts";

const POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
const rsa = certificate("rsa");

function certificate(kind: "rsa" | "ec"): string {
  const keys =
    kind === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "P-256" });
  return selfSigned({ commonName: "sp", ...keys }).replace(/-----[^-]+-----|\s/g, "");
}

const key = (body: string, use = ""): string =>
  `<md:KeyDescriptor${use === "" ? "" : ` use="${use}"`}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n${body}\n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
const acs = (location: string, more = "", binding = POST): string =>
  `<md:AssertionConsumerService Binding="${binding}" Location="${location}" index="1"${more}/>`;

interface Words {
  readonly root?: string;
  readonly role?: string;
  readonly inside?: string;
  readonly prologue?: string;
}

function metadata({
  root = 'entityID="urn:acme-app"',
  role = "",
  inside = acs("http://localhost:9/acs"),
  prologue = "",
}: Words): string {
  return `${prologue}<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" ${root}><md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol" ${role}>${inside}</md:SPSSODescriptor></md:EntityDescriptor>`;
}

describe("reading an SP's metadata", () => {
  test("entityID, consumer services with the default first, keys by their use", () => {
    const other = certificate("rsa");
    const sp = readSpMetadata(
      metadata({
        role: 'AuthnRequestsSigned="1"',
        inside:
          key(rsa, "signing") +
          key(other) +
          acs("http://sp/no", ' isDefault="false"') +
          acs("http://sp/artifact", "", "x") +
          acs("http://sp/one") +
          acs("http://sp/default", ' isDefault="true"'),
      }),
    );
    expect(sp).toMatchObject({
      entityId: "urn:acme-app",
      acs: ["http://sp/default", "http://sp/one", "http://sp/no"],
      requestsSigned: true,
    });
    expect(sp.signing.map(({ certificate: pem }) => bodyOf(pem))).toEqual([rsa, other]);
    expect(sp.encryption.map(({ certificate: pem }) => bodyOf(pem))).toEqual([other]);
  });

  test.each<[string, string, RegExp]>([
    ["no XML", "hello", /./],
    ["a document type", metadata({ prologue: '<!DOCTYPE x [<!ENTITY e "e">]>' }), /DOCTYPE/],
    ["another root", "<html/>", /root is html.*EntityDescriptor of one SP/],
    ["no entity", '<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"/>', /no SPSSODescriptor/],
    ["no entityID", metadata({ root: "" }), /no entityID/],
    ["an IdP", metadata({}).replaceAll("SPSSODescriptor", "IDPSSODescriptor"), /no SPSSODescriptor/],
    ["SAML 1.1 only", metadata({}).replace("2.0:protocol", "1.1:protocol"), /no SPSSODescriptor for SAML 2\.0/],
    ["old", metadata({ root: 'entityID="x" validUntil="2020-01-01T00:00:00Z"' }), /valid until 2020/],
    ["a validity that is none", metadata({ root: 'entityID="x" validUntil="soon"' }), /valid until soon/],
  ])("refuses %s", (_, xml, says) => {
    expect(() => readSpMetadata(xml)).toThrow(says);
  });
});

/** A connection that says nothing itself of what its SP's metadata says. */
function startReading(xml: string | (() => Promise<string>), changes: Partial<SamlSpec> = {}): Promise<RunningIdp> {
  const read = typeof xml === "string" ? () => Promise.resolve(xml) : xml;
  return startIdp({ sp_metadata: { name: "sp.xml (jitterbug.yaml:7)", read }, ...changes });
}

describe("a connection that leaves it to the metadata", () => {
  test("signs in; it is read once, and not before somebody asks", async () => {
    let reads = 0;
    const idp = await startReading(() => {
      reads += 1;
      return Promise.resolve(metadata({}));
    });
    await open(idp.facts.metadata_url);
    expect(reads).toBe(0);
    const [page] = await Promise.all([open(redirectUrl(idp, authnRequest())), open(redirectUrl(idp, authnRequest()))]);
    const sent = posted(await pick(page, "ada"));
    expect(sent.action).toBe("http://localhost:9/acs");
    expect(sent.xml).toContain("<saml:Audience>urn:acme-app</saml:Audience>");
    expect(reads).toBe(1);
  });

  test("it is read again after a minute, since an SP that is developed may change its keys", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const keys = ["http://localhost:9/one", "http://localhost:9/two"];
    const read = (): Promise<string> => Promise.resolve(metadata({ inside: acs(keys.shift() ?? "") }));
    const { spec } = await startReading(read);
    const party = relyingParty(spec);
    const first = await party.known();
    vi.setSystemTime(Date.now() + 59_000);
    expect(await party.known()).toBe(first);
    vi.setSystemTime(Date.now() + 2_000);
    expect((await party.known()).acs).toEqual(["http://localhost:9/two"]);
  });

  test("a failure is told with the place, the request is on record, and the next one tries again", async () => {
    let up = false;
    const idp = await startReading(() =>
      up ? Promise.resolve(metadata({})) : Promise.reject(new Error("nothing listens there")),
    );
    const page = await open(redirectUrl(idp, authnRequest()));
    expect(page.status).toBe(400);
    expect(page.html).toContain("metadata cannot be used");
    expect(page.html).toContain("sp.xml (jitterbug.yaml:7): nothing listens there.");
    await expect
      .poll(() => idp.exchanges.flatMap(({ messages }) => messages).map(({ kind }) => kind))
      .toContain("AuthnRequest");
    up = true;
    expect((await open(redirectUrl(idp, authnRequest()))).status).toBe(200);
  });

  test.each<[string, string, Partial<SamlSpec>, string]>([
    [
      "another SP's",
      metadata({ root: 'entityID="urn:other"' }),
      { sp_entity_id: "urn:acme-app" },
      "it is that of urn:other, and sp_entity_id is urn:acme-app",
    ],
    ["nowhere to answer", metadata({ inside: "" }), {}, "no AssertionConsumerService for HTTP-POST"],
    ["signed requests without a key", metadata({ role: 'AuthnRequestsSigned="true"' }), {}, "no key for signing"],
    [
      "a signing key that is broken",
      metadata({ role: 'AuthnRequestsSigned="true"', inside: key(rsa.slice(0, 80)) + acs("http://localhost:9/acs") }),
      {},
      "certificate for signing cannot be read",
    ],
    [
      "nothing to encrypt for",
      metadata({ inside: key(rsa, "signing") + acs("http://localhost:9/acs") }),
      { encrypt: true },
      "no key to encrypt assertions for",
    ],
  ])("refused: %s", async (_, xml, changes, says) => {
    const page = await open(redirectUrl(await startReading(xml, changes), authnRequest()));
    expect(page.status).toBe(400);
    expect(page.html).toContain(says);
  });

  test("what the connection says itself wins", async () => {
    const idp = await startReading(metadata({}), { acs: ["http://localhost:9/own"] });
    const page = await pick(await open(redirectUrl(idp, authnRequest())), "ada");
    expect(posted(page).action).toBe("http://localhost:9/own");
  });

  test.each<[string, string, Partial<SamlSpec>, readonly string[]]>([
    [
      "what a vendor that follows it adds",
      "true",
      { sign: "response", sign_as_wanted: true },
      ["Response", "Assertion"],
    ],
    ["the same, written as a number", " 1 ", { sign: "response", sign_as_wanted: true }, ["Response", "Assertion"]],
    ["nothing where it does not want that", "false", { sign: "response", sign_as_wanted: true }, ["Response"]],
    ["nothing to the connection's own word", "true", { sign: "response" }, ["Response"]],
    ["nothing to what is signed already", "true", { sign: "assertion", sign_as_wanted: true }, ["Assertion"]],
  ])("it wants assertions signed (WantAssertionsSigned): %s", async (_, wanted, changes, signed) => {
    const idp = await startReading(metadata({ role: `WantAssertionsSigned="${wanted}"` }), changes);
    const { xml } = posted(await pick(await open(redirectUrl(idp, authnRequest())), "ada"));
    const parts = [...xml.matchAll(/<saml:Issuer[^>]*>[^<]*<\/saml:Issuer><ds:Signature /g)].length;
    expect(parts).toBe(signed.length);
    for (const part of signed) {
      const inside = xml.slice(xml.indexOf(`:${part} `));
      expect(inside.slice(0, inside.indexOf("<ds:Signature ")).match(/<saml:Issuer/g), part).toHaveLength(1);
    }
    const known = await idp.idps.knownSp("acme-saml");
    expect(known?.unsigned_assertion).toBe(wanted !== "false" && !signed.includes("Assertion"));
    expect(known?.signed).toBe(signed.length === 2 ? "both" : changes.sign);
  });

  test("requests must be signed where it promises so, by any of its keys; else not", async () => {
    const [one, two, other] = [await spKey(), await spKey(), await spKey()];
    const inside =
      key(bodyOf(one.certificatePem), "signing") + key(bodyOf(two.certificatePem)) + acs("http://localhost:9/acs");
    const promised = await startReading(metadata({ role: 'AuthnRequestsSigned="true"', inside }));
    expect((await open(redirectUrl(promised, authnRequest()))).html).toContain("must be signed");
    for (const { privateKeyPem } of [one, two])
      expect((await open(await signedUrl(promised, privateKeyPem))).status).toBe(200);
    expect((await open(await signedUrl(promised, other.privateKeyPem))).html).toContain("does not verify");
    const silent = await startReading(metadata({ inside }));
    expect((await open(redirectUrl(silent, authnRequest()))).status).toBe(200);
  });

  test("assertions are encrypted for its encryption key where the connection wants that", async () => {
    const [signing, encryption] = [await spKey(), await spKey()];
    const inside =
      key(bodyOf(signing.certificatePem), "signing") +
      key(bodyOf(encryption.certificatePem), "encryption") +
      acs("http://localhost:9/acs");
    for (const encrypt of [true, undefined] as const) {
      const idp = await startReading(metadata({ inside }), encrypt === undefined ? {} : { encrypt });
      const { xml } = posted(await pick(await open(redirectUrl(idp, authnRequest())), "ada"));
      expect(xml.includes("q1x-ada")).toBe(encrypt === undefined);
      if (encrypt === undefined) continue;
      const saml = new SAML({
        ...SP,
        entryPoint: idp.facts.sso_url,
        idpCert: idp.facts.certificate,
        decryptionPvk: encryption.privateKeyPem,
      });
      const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: Buffer.from(xml).toString("base64") });
      expect(profile?.nameID).toBe("q1x-ada");
    }
  });
});

const SP = { issuer: "urn:acme-app", callbackUrl: "http://localhost:9/acs", wantAuthnResponseSigned: false };

function spKey(): Promise<SigningKey> {
  return createKeyStore(null, "sp").signingKey("sp", "RS256");
}

function signedUrl({ facts }: RunningIdp, privateKey: string): Promise<string> {
  const saml = new SAML({
    ...SP,
    entryPoint: facts.sso_url,
    idpCert: facts.certificate,
    privateKey,
    signatureAlgorithm: "sha256",
  });
  return saml.getAuthorizeUrlAsync("", undefined, {});
}

function bodyOf(pem: string): string {
  return pem.replace(/-----[^-]+-----|\s/g, "");
}

test("an assertion consumer service that is no web address is none", () => {
  const services = ["javascript:alert(1)", "data:text/html,x", "ftp://sp.test/acs", "/acs", "https://sp.test/acs"].map(
    (location) => acs(location, ' isDefault="constructor"'),
  );
  expect(readSpMetadata(metadata({ inside: services.join("") })).acs).toEqual(["https://sp.test/acs"]);
});
