import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import type { SamlSpec } from "../../../harness/idp/port.ts";
import { readSpMetadata } from "../../../harness/idp/saml/sp/metadata.ts";
import { selfSigned } from "../../../harness/idp/state/certificate.ts";
import { createKeyStore } from "../../../harness/idp/state/keys.ts";
import { open, pick, posted } from "./support/browser.ts";
import { startIdp } from "./support/idp.ts";
import type { RunningIdp } from "./support/idp.ts";
import { authnRequest, redirectUrl } from "./support/request.ts";
import { describeWithWitnesses, validate } from "./support/witness.ts";

const BINDING = "urn:oasis:names:tc:SAML:2.0:bindings:";
const NAMESPACES = 'xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';

const acs = (location: string, index: string, binding = "HTTP-POST"): string =>
  `<md:AssertionConsumerService Binding="${BINDING}${binding}" Location="${location}" index="${index}"/>`;
const entity = (inside: string, { id = "urn:acme-app", role = "SPSSODescriptor" } = {}): string =>
  `<md:EntityDescriptor ${NAMESPACES} entityID="${id}"><md:${role} protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${inside}</md:${role}></md:EntityDescriptor>`;
const many = (...entities: readonly string[]): string =>
  `<md:EntitiesDescriptor ${NAMESPACES}>${entities.join("")}</md:EntitiesDescriptor>`;
const key = (certificate: string, use: string, methods = ""): string =>
  `<md:KeyDescriptor use="${use}"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate.replace(/-----[^-]+-----|\s/g, "")}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>${methods}</md:KeyDescriptor>`;
const HOME = acs("http://localhost:9/acs", "0");

function start(xml: string, changes: Partial<SamlSpec> = {}): Promise<RunningIdp> {
  return startIdp({ sp_metadata: { name: "sp.xml", read: () => Promise.resolve(xml) }, ...changes });
}

async function ask(idp: RunningIdp, attributes: Readonly<Record<string, string>> = {}) {
  return open(redirectUrl(idp, authnRequest({ attributes })));
}

const atIndex = (idp: RunningIdp, index: string) => ask(idp, { AssertionConsumerServiceIndex: index });

describe("AssertionConsumerServiceIndex", () => {
  const xml = entity(
    HOME + acs("http://localhost:9/artifact", "4", "HTTP-Artifact") + acs("http://localhost:9/app?a=1&amp;b=2", "6"),
  );

  test("is the number that the metadata gives", async () => {
    const idp = await start(xml);
    expect(posted(await pick(await atIndex(idp, "6"), "ada")).action).toBe("http://localhost:9/app?a=1&b=2");
    expect(posted(await pick(await atIndex(idp, "0"), "ada")).action).toBe("http://localhost:9/acs");
  });

  test.each([
    ["of another binding", "4", "HTTP-Artifact"],
    ["that is not there", "5", "0 is http://localhost:9/acs"],
    ["that is no number", "constructor", "6 is http://localhost:9/app?a=1&amp;b=2"],
  ])("a number %s is refused", async (_, index, says) => {
    const page = await atIndex(await start(xml), index);
    expect(page.status).toBe(400);
    expect(page.html).toContain(says);
  });

  test("an address that the connection does not list is not reached by its number either", async () => {
    const idp = await start(xml, { acs: ["http://localhost:9/acs"] });
    expect((await atIndex(idp, "6")).status).toBe(400);
  });

  test("where nothing is numbered, the only address is meant, and of several none is", async () => {
    const one = await startIdp();
    expect(posted(await pick(await atIndex(one, "3"), "ada")).action).toBe("http://localhost:9/acs");
    const several = await startIdp({ acs: ["http://localhost:9/acs", "http://localhost:9/second"] });
    const page = await atIndex(several, "1");
    expect(page.status).toBe(400);
    expect(page.html).toContain("sp_metadata");
  });
});

test.each(["AssertionConsumerServiceURL", "AssertionConsumerServiceIndex", "ProtocolBinding", "Destination"])(
  "an empty %s is as if it were not there",
  async (name) => {
    expect((await ask(await start(entity(HOME)), { [name]: "" })).status).toBe(200);
  },
);

test("a byte order mark is no content", async () => {
  expect(readSpMetadata(`\u{FEFF}<?xml version="1.0"?>${entity(HOME)}`).entityId).toBe("urn:acme-app");
});

describe("keys that nobody needs", () => {
  const ec = selfSigned({ commonName: "sp", ...generateKeyPairSync("ec", { namedCurve: "P-256" }) });
  const rsa = selfSigned({ commonName: "sp", ...generateKeyPairSync("rsa", { modulusLength: 2048 }) });

  test.each([
    ["of another kind", key(ec, "signing") + key(ec, "encryption")],
    ["that cannot be read", key("AAAA", "signing") + key("AAAA", "encryption")],
  ])("%s are no fault", async (_, keys) => {
    expect((await ask(await start(entity(keys + HOME)))).status).toBe(200);
  });

  test("one that is needed and of another kind is told, unless there is one that will do", async () => {
    const encrypt = { encrypt: true } as const;
    expect((await ask(await start(entity(key(ec, "encryption") + HOME), encrypt))).html).toContain("encryption is ec");
    const both = key(ec, "encryption") + key(rsa, "encryption");
    expect((await ask(await start(entity(both + HOME), encrypt))).status).toBe(200);
  });
});

describe("an EntitiesDescriptor", () => {
  const idp = entity("", { id: "urn:idp", role: "IDPSSODescriptor" });
  const other = entity(acs("http://localhost:9/other", "0"), { id: "urn:other" });

  test("with one SP is that SP, however deep it stands", () => {
    expect(readSpMetadata(many(idp, many(entity(HOME)))).acs).toEqual(["http://localhost:9/acs"]);
  });

  test("with several is the one of sp_entity_id", async () => {
    const running = await start(many(other, entity(HOME)), { sp_entity_id: "urn:acme-app" });
    expect(posted(await pick(await ask(running), "ada")).action).toBe("http://localhost:9/acs");
  });

  test.each([
    ["several and nobody named", many(other, entity(HOME)), undefined, "urn:other, urn:acme-app"],
    ["several and another named", many(other, entity(HOME)), "urn:third", "urn:other, urn:acme-app"],
    ["none", many(idp), undefined, "no SPSSODescriptor"],
    ["nobody at all", many(), undefined, "no SPSSODescriptor"],
    [
      "one that is too old as a whole",
      many(entity(HOME)).replace("<md:EntitiesDescriptor", '<md:EntitiesDescriptor validUntil="2020-01-01T00:00:00Z"'),
      undefined,
      "valid until 2020",
    ],
  ])("%s is refused", (_, xml, wanted, says) => {
    expect(() => readSpMetadata(xml, wanted)).toThrow(says);
  });
});

const XENC = "http://www.w3.org/2001/04/xmlenc#";
const XENC11 = "http://www.w3.org/2009/xmlenc11#";
const method = (algorithm: string, inside = ""): string =>
  `<md:EncryptionMethod Algorithm="${algorithm}">${inside}</md:EncryptionMethod>`;

describe("EncryptionMethod", () => {
  test("that nobody here speaks is told with its name", async () => {
    const { certificatePem } = await spKey();
    const inside = key(certificatePem, "encryption", method("urn:rot13")) + HOME;
    const page = await ask(await start(entity(inside), { encrypt: true }));
    expect(page.status).toBe(400);
    expect(page.html).toContain("urn:rot13");
  });
});

describeWithWitnesses("xmlsec1 reads what is encrypted by the method that the metadata lists", () => {
  test.each([
    ["none: as it was", "", `${XENC11}aes256-gcm`, `${XENC}rsa-oaep-mgf1p`],
    ["a key transport alone", method(`${XENC}rsa-1_5`), `${XENC11}aes256-gcm`, `${XENC}rsa-1_5`],
    ["AES-128-CBC alone", method(`${XENC}aes128-cbc`), `${XENC}aes128-cbc`, `${XENC}rsa-oaep-mgf1p`],
    ["AES-256-CBC first", method(`${XENC}aes256-cbc`) + method(`${XENC11}aes128-gcm`), `${XENC}aes256-cbc`, ""],
    ["AES-192-CBC after one unknown", method("urn:x") + method(`${XENC}aes192-cbc`), `${XENC}aes192-cbc`, ""],
    ["AES-128-GCM", method(`${XENC11}aes128-gcm`), `${XENC11}aes128-gcm`, ""],
    ["3DES alone", method(`${XENC}tripledes-cbc`), `${XENC}tripledes-cbc`, ""],
    [
      "OAEP with SHA-256",
      method(`${XENC}rsa-oaep-mgf1p`, `<ds:DigestMethod Algorithm="${XENC}sha256"/>`),
      `${XENC11}aes256-gcm`,
      `${XENC}rsa-oaep-mgf1p`,
    ],
  ])("%s", async (_, methods, content, transport) => {
    const { certificatePem, privateKeyPem } = await spKey();
    const inside = key(certificatePem, "encryption", methods) + HOME;
    const { xml } = posted(await pick(await ask(await start(entity(inside), { encrypt: true })), "ada"));
    const [used, wrapped] = [...xml.matchAll(/EncryptionMethod Algorithm="([^"]+)"/g)].map((found) => found[1]);
    expect(used).toBe(content);
    if (transport !== "") expect(wrapped).toBe(transport);
    const valid = await validate(xml, "protocol");
    expect(valid.accepted, valid.said).toBe(true);
    expect(await decrypt(xml, privateKeyPem)).toContain(">q1x-ada</saml:NameID>");
  });

  test("a connection without metadata says it itself", async () => {
    const { certificatePem, privateKeyPem } = await spKey();
    const idp = await startIdp({ encrypt: certificatePem, encryption: "aes128-cbc" });
    const { xml } = posted(await pick(await ask(idp), "ada"));
    expect(xml).toContain(`${XENC}aes128-cbc`);
    expect(await decrypt(xml, privateKeyPem)).toContain(">q1x-ada</saml:NameID>");
  });
});

function spKey() {
  return createKeyStore(null, "sp").signingKey("sp", "RS256");
}

async function decrypt(xml: string, privateKey: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "decrypt-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const at = (name: string) => join(folder, name);
  await writeFile(at("message.xml"), xml);
  await writeFile(at("key.pem"), privateKey);
  const node = ["--node-xpath", "//*[local-name()='EncryptedData']"];
  const files = ["--privkey-pem", at("key.pem"), "--output", at("output.xml"), at("message.xml")];
  await promisify(execFile)("xmlsec1", ["--decrypt", ...node, ...files]);
  return readFile(at("output.xml"), "utf8");
}
