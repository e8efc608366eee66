import { expect, test } from "vitest";
import type { SamlSpec } from "../../../harness/idp/port.ts";
import { CONNECTION, startIdp } from "./support/idp.ts";
import type { RunningIdp } from "./support/idp.ts";
import { cancel, open, pick, posted } from "./support/browser.ts";
import { authnRequest, redirectUrl } from "./support/request.ts";
import { describeWithWitnesses, validate, verifySignature } from "./support/witness.ts";

const SIGNED = ["assertion", "response", "both"] as const;
const FORMS = ["as built", "nothing", "missing-subject", "blank-subject"] as const;

/** Where each form of signing leaves a signature. */
const SIGNATURES: Readonly<Record<SamlSpec["sign"], readonly string[]>> = {
  assertion: ["/*/*[local-name()='Assertion']/*[local-name()='Signature']"],
  response: ["/*/*[local-name()='Signature']"],
  both: ["/*/*[local-name()='Signature']", "/*/*[local-name()='Assertion']/*[local-name()='Signature']"],
};

async function signIn(idp: RunningIdp): Promise<string> {
  return posted(await pick(await open(redirectUrl(idp, authnRequest())), "ada")).xml;
}

describeWithWitnesses("outside witnesses", () => {
  for (const sign of SIGNED) {
    test.each(FORMS)(`signing ${sign}, %s: every signature verifies, the schema is kept`, async (form) => {
      const idp = await startIdp({ sign, key_attribute: "uid" });
      if (form !== "as built") idp.idps.arm(CONNECTION, "ada", { name: form, parameters: {} });
      const xml = await signIn(idp);
      expect(xml.match(/<ds:Signature /g)?.length).toBe(SIGNATURES[sign].length);
      for (const signature of SIGNATURES[sign]) {
        const verified = await verifySignature(xml, idp.facts.certificate, signature);
        expect(verified.accepted, verified.said).toBe(true);
      }
      const valid = await validate(xml, "protocol");
      expect(valid.accepted, valid.said).toBe(true);
    });
  }

  test("xmlsec1 refuses an altered assertion, and one under another certificate", async () => {
    const idp = await startIdp({ sign: "both" });
    const other = await startIdp();
    const xml = await signIn(idp);
    const altered = await verifySignature(xml.replace("q1x-ada", "q1x-bob"), idp.facts.certificate, SIGNATURES.both[1]);
    expect(altered.accepted, altered.said).toBe(false);
    const foreign = await verifySignature(xml, other.facts.certificate);
    expect(foreign.accepted, foreign.said).toBe(false);
  });

  test("xmllint refuses a Response without its Status, and an empty AttributeStatement", async () => {
    const xml = await signIn(await startIdp());
    const without = await validate(xml.replace(/<samlp:Status>.*<\/samlp:Status>/, ""), "protocol");
    expect(without).toMatchObject({ accepted: false, said: expect.stringContaining("fails to validate") });
    const empty = xml.replace(/(<saml:AttributeStatement>).*(<\/saml:AttributeStatement>)/, "$1$2");
    expect(await validate(empty, "protocol")).toMatchObject({ accepted: false });
  });

  test.each(SIGNED)("a cancelled sign-in is a valid Response, signed as the connection signs (%s)", async (sign) => {
    const idp = await startIdp({ sign });
    const { xml } = posted(await cancel(await open(redirectUrl(idp, authnRequest()))));
    expect(await validate(xml, "protocol")).toMatchObject({ accepted: true });
    const verified = await verifySignature(xml, idp.facts.certificate);
    expect(verified.accepted, verified.said).toBe(sign !== "assertion");
  });

  test("a passive request's answer is valid", async () => {
    const idp = await startIdp();
    const page = await open(redirectUrl(idp, authnRequest({ attributes: { IsPassive: "true" } })));
    expect(await validate(posted(page).xml, "protocol")).toMatchObject({ accepted: true });
  });

  test("the metadata is valid, and an altered one is not", async () => {
    const { facts } = await startIdp({ name_id: "transient" });
    const { html: metadata, headers } = await open(facts.metadata_url);
    expect(headers.get("content-type")).toContain("application/samlmetadata+xml");
    const told = await validate(metadata, "metadata");
    expect(told.accepted, told.said).toBe(true);
    expect(await validate(metadata.replace("IDPSSODescriptor W", "IDPSSODescriptor X"), "metadata")).toMatchObject({
      accepted: false,
    });
  });
});
