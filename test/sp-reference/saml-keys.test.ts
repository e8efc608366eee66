import { createPrivateKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { Envelopes } from "../../harness/idp/saml/xml/envelopes.ts";
import { selfSigned } from "../../harness/idp/state/certificate.ts";
import { openDatabase } from "../../sp-reference/accounts/database.ts";
import { SCHEMA } from "../../sp-reference/accounts/schema.ts";
import { readConfig } from "../../sp-reference/config/environment.ts";
import type { KeyPair, SamlConnection } from "../../sp-reference/config/model.ts";
import { samlClient, type Libraries } from "../../sp-reference/saml/client.ts";
import { SpKey } from "../../sp-reference/saml/key.ts";
import { readMetadata } from "../../sp-reference/saml/metadata.ts";
import { samlSteps, type VerifiedResponse } from "../../sp-reference/saml/steps.ts";
import { describeWithWitnesses, validate } from "../idp/saml/support/witness.ts";
import { ENTITY_ID, makeForge, samlConnection, type Words } from "./forge.ts";
import { openWorld, person } from "./world.ts";

const forge = makeForge();
const ours = keyPair();
const signing: SamlConnection = { ...samlConnection, signRequests: true };
const closed: SamlConnection = { ...samlConnection, encryptedAssertions: true };

function keyPair(): KeyPair {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const privateKey = keys.privateKey.export({ type: "pkcs8", format: "pem" });
  return { privateKey, certificate: selfSigned({ commonName: "sp", ...keys }) };
}

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "sp-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

describe("the SP's own key", () => {
  function database(file: string) {
    const db = openDatabase(file, SCHEMA);
    onTestFinished(() => void db.close());
    return db;
  }

  test("is made at the first need, with a certificate that is its own, and outlives the process", async () => {
    const file = join(folder(), "sp.db");
    const [one, two] = [database(file), database(file)];
    // Two processes that need it at the same moment.
    const keys = await Promise.all([new SpKey(one, null).of(signing), new SpKey(two, null).of(closed)]);
    expect(keys[0]).toEqual(keys[1]);
    expect(await new SpKey(one, null).of(signing)).toEqual(keys[0]);
    const { certificate = "", privateKey = "" } = keys[0] ?? {};
    const x509 = new X509Certificate(certificate);
    expect(x509.checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
    expect(x509.verify(x509.publicKey)).toBe(true);
    expect(Date.parse(x509.validFrom)).toBeLessThan(Date.now());
    expect(Date.parse(x509.validTo)).toBeGreaterThan(Date.now() + 9 * 31_000_000_000);
  });

  test("is not made for a connection that has no use for it", async () => {
    const db = database(":memory:");
    expect(await new SpKey(db, null).of(samlConnection)).toBeNull();
    expect(db.prepare("SELECT * FROM keys").all()).toEqual([]);
  });

  test("may be configured: both files, and they must belong together", async () => {
    const dir = folder();
    const write = (name: string, text: string): string => {
      writeFileSync(join(dir, name), text);
      return join(dir, name);
    };
    const SAML_KEY = write("key.pem", ours.privateKey);
    const SAML_CERTIFICATE = write("certificate.pem", ours.certificate);
    const { samlKey } = readConfig({ SAML_KEY, SAML_CERTIFICATE });
    expect(await new SpKey(database(":memory:"), samlKey).of(signing)).toEqual(ours);
    expect(readConfig({}).samlKey).toBeNull();
    const other = write("other.pem", keyPair().certificate);
    expect(() => readConfig({ SAML_KEY })).toThrow("go together");
    expect(() => readConfig({ SAML_KEY, SAML_CERTIFICATE: other })).toThrow("is not that of the key");
    expect(() => readConfig({ SAML_KEY, SAML_CERTIFICATE: SAML_KEY })).toThrow("cannot read");
  });
});

describe("encrypted assertions", () => {
  interface Sent {
    readonly words?: Partial<Words>;
    readonly connection?: SamlConnection;
    readonly libraries?: Libraries;
    readonly key?: KeyPair;
    /** The last word, after encryption. */
    readonly tamper?: (xml: string) => string;
  }

  async function verify(sent: Sent): Promise<VerifiedResponse> {
    const { words = {}, connection = closed, libraries = "strict", key = ours, tamper = (xml) => xml } = sent;
    const encryption = { certificate: ours.certificate, content: "aes256-gcm", transport: "rsa-oaep-mgf1p" } as const;
    const plain = Buffer.from(forge.response(words), "base64").toString("utf8");
    const encoded = Buffer.from(tamper(new Envelopes(encryption).seal(plain))).toString("base64");
    const idp = { entityId: ENTITY_ID, ssoUrl: "https://idp.test/sso", certificates: [forge.certificate] };
    const saml = await samlClient(connection, idp, libraries, { key });
    return samlSteps.verify({ connection, idp, saml, libraries, key, encoded, now: Date.now() });
  }

  test("are opened and verified", async () => {
    const { assertion } = await verify({});
    expect(assertion.nameId?.value).toBe("ada");
    expect(assertion.attributes.get("mail")).toEqual(["ada@acme.test"]);
  });

  const plain = (xml: string): string => /<saml:Assertion.*<\/saml:Assertion>/s.exec(xml)?.[0] ?? "";
  const beside = plain(Buffer.from(forge.response(), "base64").toString("utf8"));
  const cbc = (xml: string): string => xml.replace("2009/xmlenc11#aes256-gcm", "2001/04/xmlenc#aes256-cbc");
  const v15 = (xml: string): string => xml.replace("xmlenc#rsa-oaep-mgf1p", "xmlenc#rsa-1_5");
  const cut = (xml: string): string => xml.replace(/(<xenc:CipherValue>)[^<]{8}/g, "$1AAAAAAAA");
  test.each<[string, Sent, string]>([
    ["unsigned inside", { words: { sign: "none" } }, "could not be verified"],
    ["signed with SHA-1 inside", { words: { sha1: true } }, "rsa-sha1, which is not accepted"],
    ["for another key", { key: keyPair() }, "could not be decrypted"],
    ["altered", { tamper: cut }, "could not be decrypted"],
    ["CBC", { tamper: cbc }, "aes256-cbc, which is not accepted"],
    ["PKCS #1 v1.5", { tamper: v15 }, "rsa-1_5, which is not accepted"],
    [
      "a readable one beside it",
      { tamper: (xml) => xml.replace("</samlp:Response>", `${beside}</samlp:Response>`) },
      "not encrypted",
    ],
    ["an expired one", { words: { confirmationEnds: new Date(0).toISOString() } }, "expired"],
    ["where none is configured", { connection: samlConnection }, "could not be verified"],
  ])("refused: %s", async (_, sent, message) => {
    await expect(verify(sent)).rejects.toThrow(message);
  });

  test("one that is not is refused", async () => {
    const idp = { entityId: ENTITY_ID, ssoUrl: "https://idp.test/sso", certificates: [forge.certificate] };
    const saml = await samlClient(closed, idp, "strict", { key: ours });
    const reception = { connection: closed, idp, saml, libraries: "strict", key: ours, now: Date.now() } as const;
    await expect(samlSteps.verify({ ...reception, encoded: forge.response() })).rejects.toThrow("is not encrypted");
  });
});

describe("at the mock IdP", () => {
  const [ENCRYPTED, POSTED] = ["cautious-saml", "follows-mail-saml"];
  const metadataOf = async (baseUrl: string, name: string) => (await fetch(`${baseUrl}/auth/${name}/metadata`)).text();

  test("the metadata announces what the connection does, and a plain one announces nothing", async () => {
    const { baseUrl } = await openWorld();
    const closed = await metadataOf(baseUrl, ENCRYPTED);
    expect(closed).toContain('AuthnRequestsSigned="true"');
    expect(closed.match(/<KeyDescriptor use="(signing|encryption)"/g)).toHaveLength(2);
    expect(closed).toContain("aes256-gcm");
    expect(closed).not.toContain("cbc");
    const plain = await metadataOf(baseUrl, "acme-saml");
    expect(plain).toContain('AuthnRequestsSigned="false"');
    expect(plain).not.toContain("KeyDescriptor");
  });

  describeWithWitnesses("an outside witness", () => {
    test.each([ENCRYPTED, POSTED, "acme-saml"])("the metadata of %s is valid by the OASIS schema", async (name) => {
      const { baseUrl } = await openWorld();
      const { accepted, said } = await validate(await metadataOf(baseUrl, name), "metadata");
      expect(accepted, said).toBe(true);
    });
  });

  test("a signed request by redirect, and an encrypted assertion back", async () => {
    const world = await openWorld({ connections: [ENCRYPTED] });
    const { account } = await world.signIn(ENCRYPTED, person("ada", "cautious.test"));
    expect(account).not.toBeNull();
    const { AuthnRequest, Response } = world.messages();
    expect(AuthnRequest).toMatchObject({ binding: "redirect", signature: "verified" });
    expect(Response?.["xml"]).toContain("EncryptedAssertion");
    expect(Response?.["xml"]).not.toContain("ada@");
  });

  test("a signed request by a form, which its page's own policy allows", async () => {
    const world = await openWorld({ connections: [POSTED] });
    const { account } = await world.signIn(POSTED, person("ada", "follows-mail.test"));
    expect(account).not.toBeNull();
    expect(world.messages().AuthnRequest).toMatchObject({ binding: "post", signature: "verified" });
    const page = await fetch(`${world.baseUrl}/auth/${POSTED}`);
    const origin = new URL(world.idps.origin).origin;
    expect(page.headers.get("content-security-policy")).toContain(
      `script-src 'self'; style-src 'self'; img-src 'self'; form-action ${origin};`,
    );
    const html = await page.text();
    const script = /<script src="([^"]+)">/.exec(html)?.[1] ?? "";
    expect(await (await fetch(`${world.baseUrl}${script}`)).text()).toContain("submit()");
    expect(html).toContain("<button>");
  });
});

test.each(["javascript:alert(1)", "data:text/html,x", "/sso"])("an endpoint at %s is none", (location) => {
  const xml =
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="${ENTITY_ID}"><IDPSSODescriptor>` +
    `<KeyDescriptor><ds:KeyInfo><ds:X509Data><ds:X509Certificate>AA</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>` +
    `<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="${location}"/></IDPSSODescriptor></EntityDescriptor>`;
  expect(() => readMetadata(xml, { ...samlConnection, requestBinding: "post" })).toThrow(
    "no endpoint for requests by post",
  );
});
