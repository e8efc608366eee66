import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { createKeyStore } from "../../../harness/idp/state/keys.ts";
import { CONTROL, TAMPERS } from "../../../harness/tampers/index.ts";
import { ADA, CONNECTION, NEIGHBOUR, startIdp } from "./support/idp.ts";
import { open, pick, posted, submit } from "./support/browser.ts";
import { opened } from "./support/opened.ts";
import { outlineOf, partsOf } from "./support/parts.ts";
import { authnRequest, redirectUrl } from "./support/request.ts";
import { startSp } from "./support/sp.ts";
import { describeWithWitnesses, validate, verifySignature } from "./support/witness.ts";

const SIGNED = ["assertion", "response", "both"] as const;
const CLAIMS = { subject: "q1x-ada", name: "O'Brien & <b>", note: "a\r\u2028b", nothing: null };

describe.each(SIGNED)("signing %s", (sign) => {
  test.each([undefined, "nothing"])("node-saml decrypts and accepts (tamper %s)", async (tamper) => {
    const key = await createKeyStore(null, "sp").signingKey("sp", "RS256");
    const sp = await startSp();
    const { idps, facts } = await startIdp({ acs: [sp.acs], sign, encrypt: key.certificatePem });
    idps.admit(CONNECTION, { key: "ada", claims: CLAIMS });
    sp.trust(facts, {
      decryptionPvk: key.privateKeyPem,
      wantAssertionsSigned: sign !== "response",
      wantAuthnResponseSigned: sign !== "assertion",
    });
    if (tamper !== undefined) idps.arm(CONNECTION, "ada", { name: tamper, parameters: {} });
    const page = await pick(await open(sp.login), "ada");
    expect(posted(page).xml).not.toContain("q1x-ada");
    const signedIn = await submit(page);
    expect(signedIn.status, signedIn.html).toBe(200);
    expect(sp.answers[0]).toMatchObject({ profile: { nameID: "q1x-ada", name: CLAIMS.name } });
  });
});

/** Of what is signed already, and can be changed without being readable as it is sent. */
const FORGED = Object.entries(TAMPERS.saml).filter(
  ([, { at, needs = [] }]) => (at === "signature" || at === "wrapping") && !needs.includes("readable"),
);

describe.each(SIGNED)("signing %s: what is changed after signing", (sign) => {
  const forged = FORGED.filter(([, { needs = [] }]) => sign === "assertion" || !needs.includes("unsigned_response"));

  test.each(forged.map(([name]) => name))("%s is within what is encrypted as it is where all is read", async (name) => {
    const key = await createKeyStore(null, "sp").signingKey("sp", "RS256");
    const said: Seen[] = [];
    for (const encrypt of [undefined, key.certificatePem]) {
      const sp = await startSp();
      const idp = await startIdp({ acs: [sp.acs], sign, ...(encrypt === undefined ? {} : { encrypt }) });
      sp.trust(idp.facts, {
        ...(encrypt === undefined ? {} : { decryptionPvk: key.privateKeyPem }),
        wantAssertionsSigned: sign !== "response",
        wantAuthnResponseSigned: sign !== "assertion",
      });
      for (const tamper of [CONTROL, name]) {
        const parameters = ["neighbour-key", "as-neighbour"].includes(tamper) ? { of: NEIGHBOUR } : {};
        idp.idps.arm(CONNECTION, ADA.key, { name: tamper, parameters });
        const page = await pick(await open(sp.login), ADA.key);
        expect(idp.idps.disarm(CONNECTION, ADA.key)).toEqual({ delivered: true });
        const { xml } = posted(page);
        if (encrypt !== undefined) expect(xml).not.toContain("<saml:Assertion ");
        const { status } = await submit(page);
        const readable = opened(xml, key.privateKeyPem);
        said.push({ outline: outlineOf(readable), parts: [...partsOf(readable)], status });
      }
    }
    const [control, tampered, encryptedControl, encrypted] = said;
    expect(control?.status).toBe(200);
    expect(withoutAddress(encryptedControl)).toEqual(withoutAddress(control));
    // node-saml takes what is signed, and nothing else, of the one and of the other.
    expect(withoutAddress(encrypted)).toEqual(withoutAddress(tampered));
  });
});

interface Seen {
  readonly outline: string;
  readonly parts: readonly (readonly [place: string, said: string])[];
  readonly status: number;
}

/** Each SP and IdP has ports of its own. */
function withoutAddress(seen: Seen | undefined): unknown {
  return JSON.parse(JSON.stringify(seen).replace(/localhost:\d+|127\.0\.0\.1:\d+/g, "localhost"));
}

test("a forged assertion that anybody can read stands ahead of the encrypted one", async () => {
  const key = await createKeyStore(null, "sp").signingKey("sp", "RS256");
  const sp = await startSp();
  const { idps, facts } = await startIdp({ acs: [sp.acs], encrypt: key.certificatePem });
  idps.admit(CONNECTION, { key: "ada", claims: CLAIMS });
  sp.trust(facts, { decryptionPvk: key.privateKeyPem });
  idps.arm(CONNECTION, "ada", { name: "wrapping-beside-encrypted", parameters: {} });
  const { xml } = posted(await pick(await open(sp.login), "ada"));
  expect(idps.disarm(CONNECTION, "ada")).toEqual({ delivered: true });
  expect(xml).toMatch(/<saml:Assertion .*q1x-ada-forged<\/saml:NameID>.*<\/saml:Assertion><saml:EncryptedAssertion /s);
  expect(xml).not.toContain("Signature");
});

test("an SP with another key reads nothing", async () => {
  const keys = createKeyStore(null, "sp");
  const [ours, theirs] = [await keys.signingKey("ours", "RS256"), await keys.signingKey("theirs", "RS256")];
  const sp = await startSp();
  const { facts } = await startIdp({ acs: [sp.acs], encrypt: theirs.certificatePem });
  sp.trust(facts, { decryptionPvk: ours.privateKeyPem });
  expect((await submit(await pick(await open(sp.login), "ada"))).status).toBe(401);
});

describeWithWitnesses("outside witnesses on encryption", () => {
  test.each(SIGNED)(
    "signing %s: valid; xmlsec1 decrypts it, and finds the Assertion's signature good",
    async (sign) => {
      const key = await createKeyStore(null, "sp").signingKey("sp", "RS256");
      const idp = await startIdp({ sign, encrypt: key.certificatePem });
      idp.idps.admit(CONNECTION, { key: "ada", claims: CLAIMS });
      const { xml } = posted(await pick(await open(redirectUrl(idp, authnRequest())), "ada"));
      const valid = await validate(xml, "protocol");
      expect(valid.accepted, valid.said).toBe(true);
      if (sign !== "assertion") {
        const outer = await verifySignature(xml, idp.facts.certificate, "/*/*[local-name()='Signature']");
        expect(outer.accepted, outer.said).toBe(true);
      }
      const readable = await decrypt(xml, key.privateKeyPem);
      expect(readable).toContain(">q1x-ada</saml:NameID>");
      if (sign === "response") return;
      const inner = await verifySignature(
        readable,
        idp.facts.certificate,
        "/*/*/*[local-name()='Assertion']/*[local-name()='Signature']",
      );
      expect(inner.accepted, inner.said).toBe(true);
    },
  );
});

async function decrypt(xml: string, privateKey: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "decrypt-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const [message, key, output] = ["message.xml", "key.pem", "output.xml"].map((name) => join(folder, name));
  if (message === undefined || key === undefined || output === undefined) throw new Error("unreachable");
  await writeFile(message, xml);
  await writeFile(key, privateKey);
  const node = ["--node-xpath", "//*[local-name()='EncryptedData']"];
  await promisify(execFile)("xmlsec1", ["--decrypt", "--privkey-pem", key, ...node, "--output", output, message]);
  return readFile(output, "utf8");
}
