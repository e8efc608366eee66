import { generateKeyPairSync, sign as signBytes } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import * as fc from "fast-check";
import { expect } from "vitest";
import { SignedXml } from "xml-crypto";
import { checkRequest } from "../../harness/idp/saml/request/check.ts";
import { decodeRequest, type Binding } from "../../harness/idp/saml/request/decode.ts";
import { parseAuthnRequest, type AuthnRequest } from "../../harness/idp/saml/request/parse.ts";
import { RefusedRequest } from "../../harness/idp/saml/request/refused.ts";
import { checkSignature } from "../../harness/idp/saml/request/signature.ts";
import { selfSigned } from "../../harness/idp/state/certificate.ts";
import { authnRequest } from "../idp/saml/support/request.ts";
import { holds } from "./property.ts";
import { depth, editText, editTree, nested, textEdits, treeEdits } from "./xml-edits.ts";

const SSO = "https://idp.test/sso";
const ACS = "https://sp.test/acs";
const DSIG = "http://www.w3.org/2000/09/xmldsig#";
const RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const certificate = selfSigned({ commonName: "sp", ...keys });
const privateKey = keys.privateKey.export({ type: "pkcs8", format: "pem" });

const spec = {
  protocol: "saml",
  name: "acme-saml",
  sp_entity_id: "urn:acme-app",
  acs: [ACS],
  name_id: "persistent",
  sign: "assertion",
  attributes: {},
} as const;
const xml = authnRequest({
  attributes: { Destination: SSO, AssertionConsumerServiceURL: ACS },
  body: '<samlp:NameIDPolicy Format="urn:x"/>',
});

function enveloped(): string {
  const signer = new SignedXml({
    privateKey,
    signatureAlgorithm: RSA_SHA256,
    canonicalizationAlgorithm: "http://www.w3.org/2001/10/xml-exc-c14n#",
  });
  signer.addReference({
    xpath: "//*[local-name(.)='AuthnRequest']",
    digestAlgorithm: "http://www.w3.org/2001/04/xmlenc#sha256",
    transforms: [`${DSIG}enveloped-signature`, "http://www.w3.org/2001/10/xml-exc-c14n#"],
  });
  signer.computeSignature(xml, { location: { reference: "//*[local-name(.)='Issuer']", action: "after" } });
  return signer.getSignedXml();
}

/** What the IdP reads of a request, and where the answer goes; null where it refuses it with a page for a person. */
function received(
  binding: Binding,
  query: string,
  pem: string | undefined,
): { readonly request: AuthnRequest; readonly acs: string } | null {
  try {
    // As express reads a query or a form.
    const parameters: { [name: string]: unknown } = {};
    for (const [name, value] of new URLSearchParams(query))
      parameters[name] = Object.hasOwn(parameters, name) ? [parameters[name], value].flat() : value;
    const got = decodeRequest(binding, parameters);
    const request = parseAuthnRequest(got.xml);
    checkSignature(got, request, query, pem);
    return { request, acs: checkRequest(request, spec, SSO) };
  } catch (error) {
    if (error instanceof RefusedRequest) return null;
    throw error;
  }
}

function posted(text: string): string {
  return new URLSearchParams({ SAMLRequest: Buffer.from(text).toString("base64") }).toString();
}

/** Whoever sent it: the answer goes to the SP, and nowhere else. */
function expectHome(binding: Binding, query: string): void {
  const got = received(binding, query, undefined);
  if (got === null) return;
  expect(got.acs).toBe(ACS);
  expect(got.request.issuer).toBe("urn:acme-app");
}

function expectSigned(binding: Binding, query: string): void {
  const got = received(binding, query, certificate);
  if (got === null) return;
  const { xml: _, ...words } = got.request;
  const { xml: __, enveloped: ___, ...signed } = parseAuthnRequest(xml);
  expect(words).toEqual({ ...signed, enveloped: binding === "post" });
}

const signedPost = enveloped();

holds(
  "a request whose text was changed is answered to the SP alone, or refused",
  [textEdits],
  (edits) => {
    const text = editText(xml, edits).toWellFormed();
    expectHome("post", posted(text));
    expectHome("redirect", new URLSearchParams({ SAMLRequest: deflateRawSync(text).toString("base64") }).toString());
  },
  { runs: 300 },
);

holds(
  "a signed request whose text was changed says what was signed, or is refused",
  [textEdits],
  (edits) => {
    expectSigned("post", posted(editText(signedPost, edits).toWellFormed()));
  },
  { runs: 100 },
);

holds(
  "a signed request whose parts were moved says what was signed, or is refused",
  [treeEdits],
  (edits) => {
    expectSigned("post", posted(editTree(signedPost, edits)));
  },
  { runs: 60 },
);

function signedQuery(relayState: object): string {
  const SAMLRequest = deflateRawSync(xml).toString("base64");
  const own = new URLSearchParams({ SAMLRequest, ...relayState, SigAlg: RSA_SHA256 }).toString();
  const Signature = signBytes("RSA-SHA256", Buffer.from(own), privateKey).toString("base64");
  return `${own}&${new URLSearchParams({ Signature }).toString()}`;
}
const QUERIES = [signedQuery({ RelayState: "a b&c" }), signedQuery({})] as const;
const evilRequest = new URLSearchParams({
  SAMLRequest: deflateRawSync(xml.replace("_request", "_evil")).toString("base64"),
}).toString();
const parts = fc.constantFrom(
  ...QUERIES.flatMap((query) => query.split("&")),
  evilRequest,
  "RelayState=evil",
  "relaystate=evil",
  "Relay%53tate=evil",
  "SAMLReques%74=x",
  "SigAlg=",
  "Signature=",
  "",
  "x=1",
  "SAMLRequest",
  "RelayState",
  "SAMLRequest[]=x",
  "RelayState%00=x",
);

function signatureOf(query: string): Buffer {
  return Buffer.from(new URLSearchParams(query).get("Signature") ?? "", "base64");
}

const added = fc.array(fc.tuple(parts, fc.boolean()), { minLength: 1, maxLength: 3 });

holds(
  "a signed query that was taken apart says what was signed, or is refused",
  [fc.constantFrom(...QUERIES), fc.array(parts, { maxLength: 7 }), textEdits, added, fc.nat(2)],
  (signed, some, edits, more, how) => {
    const cut = editText(
      signed,
      edits.map((one) => ({ ...one, puts: one.puts.map(encodeURIComponentSafe) })),
    );
    const joined = more.reduce((all, [one, before]) => (before ? `${one}&${all}` : `${all}&${one}`), signed);
    const query = [some.join("&"), cut, joined][how] ?? "";
    expectSigned("redirect", query);
    const got = received("redirect", query, certificate);
    if (got === null) return;
    // The signature tells which of the two it is: the one with a RelayState, or the one without.
    const whose = QUERIES.find((one) => signatureOf(one).equals(signatureOf(query)));
    expect(new URLSearchParams(query).get("RelayState")).toBe(new URLSearchParams(whose).get("RelayState"));
  },
  { runs: 700 },
);

function encodeURIComponentSafe(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

holds(
  "whatever comes as a request, it is refused with a page",
  [
    fc.constantFrom<Binding>("post", "redirect"),
    fc.oneof(
      fc.string({ unit: "binary" }),
      fc.base64String(),
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString("base64")),
      fc.string().map((text) => deflateRawSync(text).toString("base64")),
    ),
    fc.boolean(),
  ],
  (binding, text, signed) => {
    const query = new URLSearchParams({ SAMLRequest: text.toWellFormed() }).toString();
    expect(received(binding, query, signed ? certificate : undefined)).toBeNull();
  },
  { runs: 250 },
);

holds(
  "a request nested however deep is refused, or says what was signed",
  [depth, fc.constantFrom("</saml:Issuer>", "</samlp:AuthnRequest>")],
  (levels, place) => {
    expectSigned("post", posted(signedPost.replace(place, nested(levels) + place)));
    expectHome("post", posted(xml.replace(place, nested(levels) + place)));
    if (levels > 200)
      expect(received("post", posted(xml.replace(place, nested(levels) + place)), undefined)).toBeNull();
  },
  { runs: 2 },
);
