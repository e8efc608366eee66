import { describe, expect, test } from "vitest";
import { IdpRefusal, ProtocolFault } from "../../sp-reference/app/faults.ts";
import { samlClient, type Libraries } from "../../sp-reference/saml/client.ts";
import { readMetadata } from "../../sp-reference/saml/metadata.ts";
import { samlSteps, type VerifiedResponse } from "../../sp-reference/saml/steps.ts";
import { attributeOf, ENTITY_ID, makeForge, minutes, samlConnection, type Words } from "./forge.ts";

const forge = makeForge();
const stranger = makeForge();

async function verify(encoded: string, libraries: Libraries = "strict"): Promise<VerifiedResponse> {
  const idp = { entityId: ENTITY_ID, ssoUrl: "https://idp.test/sso", certificates: [forge.certificate] };
  const saml = await samlClient(samlConnection, idp, libraries);
  return samlSteps.verify({ connection: samlConnection, idp, saml, libraries, key: null, encoded, now: Date.now() });
}

describe("accepted", () => {
  test.each(["assertion", "response", "both"] as const)("signed: %s", async (sign) => {
    const verified = await verify(forge.response({ sign }));
    expect(verified).toMatchObject({
      assertionId: "_assertion",
      inResponseTo: "_request",
      assertion: { issuer: ENTITY_ID, nameId: { value: "ada" } },
    });
    expect(verified.assertion.attributes.get("mail")).toEqual(["ada@acme.test"]);
  });

  test.each<[string, Partial<Words>]>([
    ["no Issuer on the Response", { responseIssuer: null }],
    ["no Destination on an unsigned Response", { destination: null }],
    ["no InResponseTo on the unsigned wrapper", { responseInResponseTo: null }],
    ["no NameID: the mapping decides about that", { nameId: null }],
    ["half a minute late", { confirmationEnds: minutes(-0.5), notOnOrAfter: minutes(-0.5) }],
    ["half a minute early", { notBefore: minutes(0.5) }],
  ])("%s", async (_, words) => {
    await expect(verify(forge.response(words))).resolves.toBeDefined();
  });

  test("a repeated Attribute's values are merged, and a FriendlyName is nobody's name", async () => {
    const attributes =
      attributeOf("memberOf", "a") +
      attributeOf("memberOf", "b", "c") +
      attributeOf("other", "x").replace("<saml:Attribute ", '<saml:Attribute FriendlyName="memberOf" ');
    const { assertion } = await verify(forge.response({ attributes }));
    expect(assertion.attributes.get("memberOf")).toEqual(["a", "b", "c"]);
  });

  test("a comment does not end a text", async () => {
    const { assertion } = await verify(forge.response({ nameId: "admin<!-- -->.evil" }));
    expect(assertion.nameId?.value).toBe("admin.evil");
  });

  test("nobody asked: told as such, for the policy to decide", async () => {
    const unasked = forge.response({ inResponseTo: null, responseInResponseTo: null });
    expect((await verify(unasked)).inResponseTo).toBeNull();
  });
});

const nested = (levels: number): string => "<a>".repeat(levels) + "</a>".repeat(levels);

describe("refused", () => {
  const evil = (xml: string): string => xml.replace("ada@acme.test", "eve@acme.test");
  test.each<[string, Partial<Words>, string]>([
    ["unsigned", { sign: "none" }, "could not be verified"],
    ["edited after signing", { tamper: evil }, "could not be verified"],
    ["edited under a response signature", { sign: "response", tamper: evil }, "could not be verified"],
    [
      "a second assertion",
      { tamper: (xml) => xml.replace("</samlp:Response>", `${assertionOf(xml)}</samlp:Response>`) },
      "could not be verified",
    ],
    ["SHA-1", { sha1: true }, "not accepted"],
    ["a document type", { prologue: "<!DOCTYPE x>" }, "document type"],
    ["another Issuer of the Response", { responseIssuer: "https://evil.test" }, "another identity provider"],
    [
      "another Issuer of the assertion",
      { issuer: "https://evil.test", responseIssuer: null },
      "another identity provider",
    ],
    ["another Destination", { destination: "https://other.test/acs" }, "another address"],
    ["no Destination on a signed Response", { sign: "response", destination: null }, "another address"],
    ["another Recipient", { recipient: "https://other.test/acs" }, "another recipient"],
    ["no Recipient", { recipient: null }, "another recipient"],
    ["another audience", { audience: "https://other.test" }, "could not be verified"],
    ["expired conditions", { notOnOrAfter: minutes(-10) }, "could not be verified"],
    ["not yet valid", { notBefore: minutes(10) }, "could not be verified"],
    ["an expired confirmation", { confirmationEnds: minutes(-10) }, "expired"],
    ["a confirmation without an end", { confirmationEnds: null }, "could not be verified"],
    ["a confirmation with a NotBefore", { confirmationBegins: minutes(-1) }, "NotBefore"],
    ["no bearer", { method: "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches" }, "no bearer"],
    ["InResponseTo on the unsigned wrapper only", { inResponseTo: null }, "different requests"],
    ["two answers in one", { responseInResponseTo: "_other" }, "different requests"],
    ["no XML", { tamper: () => "<" }, "not well-formed"],
    ["another message", { tamper: () => "<a/>" }, "not a SAML response"],
    [
      "nested deeply",
      { tamper: (xml) => xml.replace("</samlp:Status>", `${nested(200)}</samlp:Status>`) },
      "too deeply",
    ],
    [
      "nested very deeply",
      { tamper: (xml) => xml.replace("</saml:NameID>", `${nested(20_000)}</saml:NameID>`) },
      "too deeply",
    ],
  ])("%s", async (_, words, message) => {
    const refusal = verify(forge.response(words));
    await expect(refusal).rejects.toThrow(ProtocolFault);
    await expect(refusal).rejects.toThrow(message);
  });

  test("signed by somebody else, the key enclosed or not", async () => {
    await expect(verify(stranger.response())).rejects.toThrow("could not be verified");
  });

  test("a status other than Success is the IdP's own refusal, whatever assertion comes with it", async () => {
    const status = "urn:oasis:names:tc:SAML:2.0:status:Responder";
    await expect(verify(forge.response({ status }))).rejects.toThrow(IdpRefusal);
  });

  test("the libraries' defaults want both signatures, and take SHA-1", async () => {
    await expect(verify(forge.response({ sign: "assertion" }), "defaults")).rejects.toThrow(ProtocolFault);
    await expect(verify(forge.response({ sign: "both", sha1: true }), "defaults")).resolves.toBeDefined();
  });
});

describe("metadata", () => {
  const NS = 'xmlns="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"';
  const key = (use: string, text: string): string =>
    `<KeyDescriptor${use}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${text}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>`;
  const sso =
    '<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="https://idp.test/sso"/>';
  const document = (inside: string, entityId = ENTITY_ID): string =>
    `<EntityDescriptor ${NS} entityID="${entityId}"><IDPSSODescriptor>${inside}</IDPSSODescriptor></EntityDescriptor>`;

  test("every signing certificate counts, those for encryption do not", () => {
    const xml = document(`${key(' use="signing"', " A\n A ")}${key("", "BB")}${key(' use="encryption"', "CC")}${sso}`);
    expect(readMetadata(xml, samlConnection)).toEqual({
      entityId: ENTITY_ID,
      ssoUrl: "https://idp.test/sso",
      certificates: ["AA", "BB"],
    });
  });

  test.each([
    ["no key", document(sso)],
    ["no endpoint", document(key("", "AA"))],
    ["no entityID", document(`${key("", "AA")}${sso}`, "")],
    ["no IdP", `<EntityDescriptor ${NS} entityID="x"/>`],
    ["a document type", `<!DOCTYPE x>${document(`${key("", "AA")}${sso}`)}`],
  ])("refused: %s", (_, xml) => {
    expect(() => readMetadata(xml, samlConnection)).toThrow(ProtocolFault);
  });

  test("a pinned entityID holds", () => {
    const xml = document(`${key("", "AA")}${sso}`, "https://evil.test");
    expect(() => readMetadata(xml, { ...samlConnection, entityId: ENTITY_ID })).toThrow("another identity provider");
  });
});

function assertionOf(xml: string): string {
  return /<saml:Assertion.*<\/saml:Assertion>/s.exec(xml)?.[0].replaceAll("_assertion", "_second") ?? "";
}
