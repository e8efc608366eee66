import { execFile } from "node:child_process";
import { createHash, sign } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import type { SamlSpec } from "../../../harness/idp/port.ts";
import { createKeyStore } from "../../../harness/idp/state/keys.ts";
import { open, pick, posted, submit, type Page } from "./support/browser.ts";
import { CONNECTION, startIdp } from "./support/idp.ts";
import type { RunningIdp } from "./support/idp.ts";
import { authnRequest, postFields, redirectUrl } from "./support/request.ts";
import { startSp } from "./support/sp.ts";
import { describeWithWitnesses, validate, verifySignature } from "./support/witness.ts";

const MORE = "http://www.w3.org/2001/04/xmldsig-more#";
const DIGEST = {
  sha1: "http://www.w3.org/2000/09/xmldsig#sha1",
  sha256: "http://www.w3.org/2001/04/xmlenc#sha256",
  sha384: `${MORE}sha384`,
  sha512: "http://www.w3.org/2001/04/xmlenc#sha512",
} as const;
const METHODS = {
  "rsa-sha1": ["http://www.w3.org/2000/09/xmldsig#rsa-sha1", "sha1"],
  "rsa-sha256": [`${MORE}rsa-sha256`, "sha256"],
  "rsa-sha384": [`${MORE}rsa-sha384`, "sha384"],
  "rsa-sha512": [`${MORE}rsa-sha512`, "sha512"],
  "ecdsa-sha256": [`${MORE}ecdsa-sha256`, "sha256"],
  "ecdsa-sha384": [`${MORE}ecdsa-sha384`, "sha384"],
  "ecdsa-sha512": [`${MORE}ecdsa-sha512`, "sha512"],
} as const;
type Method = keyof typeof METHODS;
const NAMES = Object.keys(METHODS) as Method[];

async function signedIn(idp: RunningIdp): Promise<string> {
  return posted(await pick(await open(redirectUrl(idp, authnRequest())), "ada")).xml;
}

describe.each(NAMES)("a connection that signs by %s", (signature) => {
  const [algorithm, hash] = METHODS[signature];

  test("says so in each signature, digests by the same hash, and gives the key in its metadata", async () => {
    const idp = await startIdp({ sign: "both", signature });
    const xml = await signedIn(idp);
    expect([...xml.matchAll(/SignatureMethod Algorithm="([^"]+)"/g)].map(([, one]) => one)).toEqual([
      algorithm,
      algorithm,
    ]);
    expect(new Set([...xml.matchAll(/DigestMethod Algorithm="([^"]+)"/g)].map(([, one]) => one))).toEqual(
      new Set([DIGEST[hash]]),
    );
    const body = idp.facts.certificate.replaceAll(/-----[^-]+-----|\s/g, "");
    expect(idp.facts.metadata).toContain(body);
    expect(xml).toContain(body);
  });
});

test("undeclared, signatures and digests are by SHA-256", async () => {
  const xml = await signedIn(await startIdp());
  expect(xml).toContain(`SignatureMethod Algorithm="${METHODS["rsa-sha256"][0]}"`);
  expect(xml).toContain(`DigestMethod Algorithm="${DIGEST.sha256}"`);
});

test.each(["rsa-sha1", "rsa-sha512"] as const)(
  "node-saml accepts what is signed by %s, and no forgery",
  async (signature) => {
    const sp = await startSp();
    const { idps, facts } = await startIdp({ acs: [sp.acs], sign: "both", signature });
    sp.trust(facts, { wantAssertionsSigned: true, wantAuthnResponseSigned: true });
    expect((await submit(await pick(await open(sp.login), "ada"))).status).toBe(200);
    for (const name of ["foreign-key", "altered-after-signing"]) {
      idps.arm(CONNECTION, "ada", { name, parameters: {} });
      expect((await submit(await pick(await open(sp.login), "ada"))).status).toBe(401);
    }
  },
);

describeWithWitnesses("xmlsec1 and the schema", () => {
  const SIGNATURES = [
    "/*/*[local-name()='Signature']",
    "/*/*[local-name()='Assertion']/*[local-name()='Signature']",
  ] as const;

  test.each(NAMES)("take %s, and refuse it altered", async (signature) => {
    const idp = await startIdp({ sign: "both", signature });
    const xml = await signedIn(idp);
    const valid = await validate(xml, "protocol");
    expect(valid.accepted, valid.said).toBe(true);
    for (const at of SIGNATURES) {
      const verified = await verifySignature(xml, idp.facts.certificate, at);
      expect(verified.accepted, verified.said).toBe(true);
      expect(await verifySignature(xml.replace("q1x-ada", "q1x-bob"), idp.facts.certificate, at)).toMatchObject({
        accepted: false,
      });
    }
    const metadata = await validate(idp.facts.metadata, "metadata");
    expect(metadata.accepted, metadata.said).toBe(true);
  });

  test.each(["nothing", "foreign-key", "wrapping-forged-first"])(
    "take the tamper %s by ECDSA as it is meant",
    async (name) => {
      const idp = await startIdp({ signature: "ecdsa-sha256" });
      idp.idps.arm(CONNECTION, "ada", { name, parameters: {} });
      const verified = await verifySignature(await signedIn(idp), idp.facts.certificate);
      expect(verified.accepted, verified.said).toBe(name !== "foreign-key");
    },
  );

  test("take another digest than the signature's", async () => {
    const idp = await startIdp({ signature: "rsa-sha256", digest: "sha1" });
    const xml = await signedIn(idp);
    expect(xml).toContain(`DigestMethod Algorithm="${DIGEST.sha1}"`);
    const verified = await verifySignature(xml, idp.facts.certificate);
    expect(verified.accepted, verified.said).toBe(true);
  });

  test.each([
    ["rsa-sha384", "RS256"],
    ["ecdsa-sha256", "ES256"],
    ["ecdsa-sha512", "ES256"],
  ] as const)("a request that xmlsec1 signed by %s is verified, and refused altered", async (method, alg) => {
    const key = await createKeyStore(null, "sp").signingKey("sp", alg);
    const idp = await startIdp({ sp_certificate: key.certificatePem });
    const xml = await signedBy(key.privateKeyPem, method, idp.facts.sso_url);
    const page = await open(idp.facts.sso_url, postFields(xml));
    expect(page.status, page.html).toBe(200);
    await expectRefused(idp, postFields(xml.replace('IsPassive="false"', 'IsPassive="true"')));
  });
});

describe("a request in a query", () => {
  const query = async (
    method: Method,
    alg: "RS256" | "ES256",
    changes: Partial<SamlSpec> = {},
  ): Promise<{ readonly idp: RunningIdp; readonly page: Page }> => {
    const key = await createKeyStore(null, "sp").signingKey("sp", alg);
    const idp = await startIdp({ sp_certificate: key.certificatePem, ...changes });
    const url = redirectUrl(idp, authnRequest({ attributes: { Destination: idp.facts.sso_url } }), {
      SigAlg: METHODS[method][0],
    });
    const signature = sign(METHODS[method][1], Buffer.from(new URL(url).search.slice(1)), {
      key: key.privateKeyPem,
      dsaEncoding: "ieee-p1363",
    });
    return { idp, page: await open(`${url}&Signature=${encodeURIComponent(signature.toString("base64"))}`) };
  };

  test.each([
    ["rsa-sha384", "RS256"],
    ["ecdsa-sha256", "ES256"],
    ["ecdsa-sha384", "ES256"],
  ] as const)("is verified by %s", async (method, alg) => {
    const { page } = await query(method, alg);
    expect(page.status, page.html).toBe(200);
  });

  test("by SHA-1 is verified where the connection signs so itself", async () => {
    expect((await query("rsa-sha1", "RS256")).page.html).toContain("not accepted");
    const { page } = await query("rsa-sha1", "RS256", { signature: "rsa-sha1" });
    expect(page.status, page.html).toBe(200);
  });

  test("is refused where the name of the algorithm is not that of the key", async () => {
    expect((await query("ecdsa-sha256", "RS256")).page.html).toContain("not accepted");
    expect((await query("rsa-sha256", "ES256")).page.html).toContain("not accepted");
  });
});

async function expectRefused(idp: RunningIdp, fields: Readonly<Record<string, string>>): Promise<void> {
  const page = await open(idp.facts.sso_url, fields);
  expect(page.status).toBe(400);
  expect(page.html).toContain("does not verify");
}

/** An AuthnRequest with an enveloped signature that is not of our making. */
async function signedBy(privateKey: string, method: Method, destination: string): Promise<string> {
  const [algorithm, hash] = METHODS[method];
  const id = `_${createHash("sha256").update(method).digest("hex").slice(0, 8)}`;
  const template =
    `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>` +
    `<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>` +
    `<ds:SignatureMethod Algorithm="${algorithm}"/><ds:Reference URI="#${id}"><ds:Transforms>` +
    `<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>` +
    `<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>` +
    `<ds:DigestMethod Algorithm="${DIGEST[hash]}"/><ds:DigestValue/></ds:Reference></ds:SignedInfo>` +
    `<ds:SignatureValue/></ds:Signature>`;
  const request = authnRequest({
    id,
    attributes: { Destination: destination, IsPassive: "false" },
    body: template,
  });
  const folder = await mkdtemp(join(tmpdir(), "signed-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);
  await writeFile(at("request.xml"), request);
  await writeFile(at("key.pem"), privateKey);
  await promisify(execFile)("xmlsec1", [
    "--sign",
    "--privkey-pem",
    at("key.pem"),
    "--id-attr:ID",
    "urn:oasis:names:tc:SAML:2.0:protocol:AuthnRequest",
    "--output",
    at("signed.xml"),
    at("request.xml"),
  ]);
  return (await readFile(at("signed.xml"), "utf8")).replace(/^<\?xml[^>]*>\s*/, "");
}
