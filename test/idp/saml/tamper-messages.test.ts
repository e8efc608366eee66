import { DOMParser } from "@xmldom/xmldom";
import { describe, expect, test } from "vitest";
import type { IdpPerson } from "../../../harness/idp/port.ts";
import { CONTROL, eventOf, TAMPERS } from "../../../harness/tampers/index.ts";
import { ADA, CONNECTION, NEIGHBOUR, startIdp } from "./support/idp.ts";
import { open, pick, posted, submit } from "./support/browser.ts";
import { differences, outlineOf, partsOf } from "./support/parts.ts";
import { startSp } from "./support/sp.ts";

/**
 * Every tamper before an outside witness: compared with its honest twin the Response differs in what the tamper is named
 * for and in nothing else, and node-saml refuses it for that reason, or for none (null) where it leaves that to its user.
 */
const SUBJECT = "/Response/Assertion/Subject";
const DATA = `${SUBJECT}/SubjectConfirmation/SubjectConfirmationData`;
const CONDITIONS = "/Response/Assertion/Conditions";

interface Case {
  readonly name: string;
  /** What the IdP says of ADA beside the rest. */
  readonly says?: IdpPerson["claims"];
  /** The paths at which it is another than its honest twin. */
  readonly differs?: readonly string[];
  /** Where what stands, if it was moved: `!` marks what is about somebody else. As the assertion alone is signed. */
  readonly outline?: string;
  /** The one element that is signed, whatever the connection signs: the SP takes either. */
  readonly signs?: "Assertion" | "Response";
  /** As it is written. */
  readonly shows?: RegExp;
  /** "nothing": it lets ADA in, by every word of hers. */
  readonly refused: RegExp | "nothing" | null;
}
const CASES: readonly Case[] = [
  { name: "nothing", differs: [], refused: null },
  { name: "missing-subject", differs: [`${SUBJECT}/NameID`], refused: null },
  {
    name: "missing-key-attribute",
    differs: [attribute(" 2/AttributeValue"), attribute(" 2@Name")],
    refused: null,
  },
  { name: "blank-key-attribute", differs: [attribute(" 2/AttributeValue")], refused: null },
  { name: "blank-subject", differs: [`${SUBJECT}/NameID`], refused: null },
  { name: "commented-subject", differs: [`${SUBJECT}/NameID/comment()`], refused: null },
  { name: "wrong-recipient", differs: [`${DATA}@Recipient`], refused: null },
  { name: "longer-recipient", differs: [`${DATA}@Recipient`], refused: null },
  { name: "missing-recipient", differs: [`${DATA}@Recipient`], refused: null },
  { name: "blank-recipient", differs: [`${DATA}@Recipient`], refused: null },
  { name: "holder-of-key", differs: [`${SUBJECT}/SubjectConfirmation@Method`], refused: null },
  { name: "expired-confirmation", differs: [`${DATA}@NotOnOrAfter`], refused: /subject confirmation/ },
  {
    name: "missing-confirmation-expiry",
    differs: [`${DATA}@NotOnOrAfter`],
    refused: /subject confirmation|NotOnOrAfter/,
  },
  {
    name: "unreadable-confirmation-expiry",
    differs: [`${DATA}@NotOnOrAfter`],
    refused: /subject confirmation|NotOnOrAfter|Error parsing/,
  },
  {
    name: "missing-confirmation",
    differs: [DATA, `${SUBJECT}/SubjectConfirmation@Method`],
    refused: null,
  },
  {
    name: "wrong-in-response-to",
    differs: [`${DATA}@InResponseTo`, "/Response@InResponseTo"],
    refused: /InResponseTo/,
  },
  {
    name: "second-confirmation",
    differs: [
      `${SUBJECT}/SubjectConfirmation 2/SubjectConfirmationData`,
      `${SUBJECT}/SubjectConfirmation 2@Method`,
      `${DATA}@Recipient`,
    ],
    refused: "nothing",
  },
  { name: "wrong-audience", differs: [`${CONDITIONS}/AudienceRestriction/Audience`], refused: /audience/i },
  { name: "longer-audience", differs: [`${CONDITIONS}/AudienceRestriction/Audience`], refused: /audience/i },
  { name: "blank-audience", differs: [`${CONDITIONS}/AudienceRestriction/Audience`], refused: /audience/i },
  {
    name: "missing-audience",
    differs: [CONDITIONS, `${CONDITIONS}/AudienceRestriction/Audience`],
    refused: /audience/i,
  },
  {
    name: "expired-conditions",
    differs: [`${CONDITIONS}@NotBefore`, `${CONDITIONS}@NotOnOrAfter`],
    refused: /expired/,
  },
  // node-saml grants nothing where it is not told to.
  { name: "clock-ahead", differs: [`${CONDITIONS}@NotBefore`], refused: /not yet valid/ },
  { name: "unreadable-conditions", differs: [`${CONDITIONS}@NotOnOrAfter`], refused: /NotOnOrAfter|Error parsing/ },
  {
    name: "not-yet-valid",
    differs: [`${CONDITIONS}@NotBefore`, `${CONDITIONS}@NotOnOrAfter`],
    refused: /not yet valid/,
  },
  {
    name: "second-audience",
    differs: [`${CONDITIONS}/AudienceRestriction 2/Audience`],
    refused: /audience/i,
  },
  {
    name: "unknown-condition",
    differs: [`${CONDITIONS}/Condition`],
    refused: null,
  },
  {
    name: "known-conditions",
    differs: [`${CONDITIONS}/OneTimeUse`, `${CONDITIONS}/ProxyRestriction`],
    refused: "nothing",
  },
  { name: "wrong-issuer", differs: ["/Response/Assertion/Issuer"], refused: null },
  { name: "longer-issuer", differs: ["/Response/Assertion/Issuer"], refused: null },
  { name: "missing-issuer", differs: ["/Response/Assertion/Issuer"], refused: null },
  { name: "blank-issuer", differs: ["/Response/Assertion/Issuer"], refused: null },
  {
    name: "issuer-format",
    differs: ["/Response/Assertion/Issuer@Format", "/Response/Issuer@Format"],
    refused: "nothing",
  },
  {
    name: "misleading-friendly-names",
    differs: ["@FriendlyName", " 2/AttributeValue", " 2@FriendlyName", " 2@Name", " 2@NameFormat"].map(attribute),
    refused: null,
  },
  {
    name: "names-that-end-alike",
    differs: ["", " 2"].flatMap((which) =>
      [`${which}/AttributeValue`, `${which}@Name`, `${which}@NameFormat`].map(attribute),
    ),
    refused: null,
  },
  {
    name: "attribute-per-value",
    says: { groups: ["engineering", "admins"] },
    differs: [" 2/AttributeValue", " 2/AttributeValue 2"].map(attribute),
    shows: /(?:Name="groups"[^>]*><saml:AttributeValue[^>]*>\w+<\/saml:AttributeValue><\/saml:Attribute>.*){2}/,
    refused: null,
  },
  {
    name: "second-authn-statement",
    differs: ["/AuthnContext/AuthnContextClassRef", "@AuthnInstant", "@SessionIndex"].map(
      (place) => `/Response/Assertion/AuthnStatement 2${place}`,
    ),
    refused: "nothing",
  },
  {
    name: "statement-per-attribute",
    differs: ["/AttributeValue", "@Name", "@NameFormat"].flatMap((place) => [
      attribute(` 2${place}`),
      `/Response/Assertion/AttributeStatement 2/Attribute${place}`,
    ]),
    refused: "nothing",
  },
  {
    name: "reversed-attributes",
    differs: ["/AttributeValue", "@Name", " 2/AttributeValue", " 2@Name"].map(attribute),
    refused: "nothing",
  },
  { name: "advice", differs: ["/Response/Assertion/Advice/Note"], refused: "nothing" },
  { name: "other-prefixes", shows: /^(?!.*<samlp?:).*<saml2p:.*<saml2:/s, differs: [], refused: "nothing" },
  { name: "default-namespace", shows: /^(?!.*<(saml|samlp):)<Response /s, differs: [], refused: "nothing" },
  { name: "white-space", shows: />\n {4}<saml:Subject>\n/, differs: [], refused: "nothing" },
  {
    name: "typed-values",
    differs: ["/AttributeValue@xsi:type", " 2/AttributeValue@xsi:type"].map(attribute),
    refused: "nothing",
  },
  { name: "times-in-seconds", shows: /^(?!.*\.\d\d\dZ)/s, differs: [], refused: "nothing" },
  { name: "times-in-ticks", shows: / NotOnOrAfter="[^"]+\.\d{7}Z"/, differs: [], refused: "nothing" },
  { name: "assertion-signed-alone", signs: "Assertion", differs: [], refused: "nothing" },
  { name: "response-signed-alone", signs: "Response", differs: [], refused: "nothing" },
  { name: "sha1-signature", shows: /xmldsig#rsa-sha1".*xmldsig#sha1"/s, differs: [], refused: "nothing" },
  { name: "missing-key-info", shows: /^(?!.*KeyInfo)/s, differs: [], refused: "nothing" },
  { name: "wrapped-base64", shows: /<ds:SignatureValue>\n[^\s<]{76}\n/, differs: [], refused: "nothing" },
  {
    name: "prefix-list",
    shows: /InclusiveNamespaces PrefixList="xs"/,
    differs: ["/AttributeValue@xsi:type", " 2/AttributeValue@xsi:type"].map(attribute),
    refused: "nothing",
  },
  { name: "wrong-destination", differs: ["/Response@Destination"], refused: null },
  { name: "failed-status", differs: ["/Response/Status/StatusCode@Value"], refused: null },
  {
    name: "missing-status",
    differs: ["/Response/Status/StatusCode"],
    refused: null,
  },
  { name: "later-version", differs: ["/Response/Assertion@Version"], refused: null },
  { name: "access-denied", outline: "Response", refused: /RequestDenied|status|signature/i },
  {
    name: "denied-with-markup",
    outline: "Response",
    shows: /<samlp:StatusMessage>Not you &lt;img src='data:,' onerror='jitterbug\(\)'(>|&gt;)<\/samlp:StatusMessage>/,
    refused: /Responder|signature/i,
  },
  { name: "missing-assertion", outline: "Response", refused: /assertion|signature/i },
  { name: "missing-signature", differs: ["signatures"], refused: /signature/i },
  { name: "foreign-key", differs: [], refused: /signature/i },
  { name: "neighbour-key", differs: [], refused: /signature/i },
  { name: "altered-after-signing", differs: [`${SUBJECT}/NameID`], refused: /signature/i },
  { name: "digest-in-comment", outline: "Response(Assertion!(Signature))", refused: /signature/i },
  {
    name: "signed-info-ahead",
    outline: "Response(Assertion!(Signature(SignedInfo SignedInfo)))",
    refused: /signature/i,
  },
  {
    name: "signed-info-behind",
    outline: "Response(Assertion!(Signature(SignedInfo SignedInfo)))",
    refused: /signature/i,
  },
  {
    name: "hmac-by-certificate",
    differs: [`${SUBJECT}/NameID`],
    shows: /SignatureMethod Algorithm="[^"]+#hmac-sha1"/,
    refused: /hmac|signature/i,
  },
  {
    name: "entity-in-subject",
    shows: /^<!DOCTYPE samlp:Response \[<!ENTITY else "-forged">\]><samlp:Response.+&else;<\/saml:NameID>/s,
    refused: /entity|DOCTYPE|signature|not well-formed/i,
  },
  { name: "instruction-in-subject", shows: /<saml:NameID[^>]*>[^<]+<\?more .\?><\/saml:NameID>/, refused: "nothing" },
  {
    name: "wrapping-response-within",
    outline: "Response(Signature(Response(Assertion(Signature))) Assertion!)",
    refused: /signature/i,
  },
  {
    name: "wrapping-response-beside",
    outline: "Response(Response(Assertion(Signature)) Signature Assertion!)",
    refused: /signature/i,
  },
  {
    name: "wrapping-forged-first",
    outline: "Response(Assertion! Assertion(Signature))",
    refused: /signature|assertion/i,
  },
  {
    name: "wrapping-forged-last",
    outline: "Response(Assertion(Signature) Assertion!)",
    refused: /signature|assertion/i,
  },
  { name: "wrapping-same-id", outline: "Response(Assertion! Assertion(Signature))", refused: /signature|assertion/i },
  { name: "wrapping-forged-around", outline: "Response(Assertion!(Assertion(Signature)))", refused: /signature/i },
  {
    name: "wrapping-signature-moved",
    outline: "Response(Assertion!(Signature) Assertion)",
    refused: /signature|assertion/i,
  },
  {
    name: "wrapping-signed-in-signature",
    outline: "Response(Assertion!(Signature(Assertion)))",
    refused: /signature/i,
  },
  {
    name: "wrapping-signed-in-object",
    outline: "Response(Assertion!(Signature(Object(Assertion))))",
    refused: /signature/i,
  },
  {
    name: "wrapping-two-signed-infos",
    outline: "Response(Assertion!(Signature(SignedInfo SignedInfo Object(Assertion))))",
    refused: /signature/i,
  },
  {
    name: "wrapping-signed-info-in-object",
    outline: "Response(Assertion!(Signature(Object)) Assertion)",
    refused: /signature|assertion/i,
  },
  {
    name: "wrapping-forged-in-extensions",
    outline: "Response(Extensions(Assertion!) Assertion(Signature))",
    refused: null,
  },
  { name: "wrapping-subject-in-signature", outline: "Response(Assertion(Signature(Object(Subject!))))", refused: null },
  {
    name: "wrapping-root-first",
    outline: "Response(Assertion!) Response(Assertion(Signature))",
    refused: /document|only one element|signature/i,
  },
  {
    name: "wrapping-root-last",
    outline: "Response(Assertion(Signature)) Response(Assertion!)",
    refused: /document|only one element|signature/i,
  },
  { name: "wrapping-beside-encrypted", refused: null },
];

/** What is signed, by the elements in which a signature stands. */
function signedIn(xml: string): readonly string[] {
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  const signatures = [...(root?.getElementsByTagName("ds:Signature") ?? [])];
  return signatures.map(({ parentNode }) => parentNode?.localName ?? "");
}

test("there is a case for every tamper", () => {
  // Those of a sign-out: logout.test.ts.
  expect(CASES.map(({ name }) => name)).toEqual(Object.keys(TAMPERS.saml).filter((name) => eventOf(name) !== "logout"));
});

describe.each(["assertion", "response", "both"] as const)("signing %s", (sign) => {
  const signed = TAMPERS.saml;
  // What an encrypted assertion is sent with: encryption.test.ts.
  const lacks = sign === "assertion" ? ["encrypted"] : ["encrypted", "unsigned_response"];
  const applicable = CASES.filter(({ name }) => !needs(name).some((need) => lacks.includes(need)));
  const others = CASES.filter((one) => !applicable.includes(one));

  test.each(applicable)("$name is as it is named, and node-saml says $refused", async (one) => {
    const { name, differs, outline, shows, signs, refused } = one;
    const sp = await startSp();
    const key = needs(name).includes("key_attribute") ? { key_attribute: "staffNumber" } : {};
    const idp = await startIdp({ sign, acs: [sp.acs], ...key });
    const wants = (here: string) => signs === undefined && sign !== here;
    sp.trust(idp.facts, {
      wantAssertionsSigned: wants("response"),
      wantAuthnResponseSigned: wants("assertion"),
    });
    if (one.says !== undefined) idp.idps.admit(CONNECTION, { ...ADA, claims: { ...ADA.claims, ...one.says } });
    const send = async (tamper: string) => {
      const parameters = tamper === "neighbour-key" ? { of: NEIGHBOUR } : {};
      idp.idps.arm(CONNECTION, ADA.key, { name: tamper, parameters });
      const page = await pick(await open(sp.login), ADA.key);
      expect(idp.idps.disarm(CONNECTION, ADA.key)).toEqual({ delivered: true });
      const { xml } = posted(page);
      await submit(page);
      return { xml, parts: partsOf(xml), outline: outlineOf(xml), answer: sp.answers.at(-1) };
    };
    const twin = await send(CONTROL);
    expect(twin.answer).toMatchObject({ profile: { nameID: ADA.claims["subject"] } });
    const { parts, answer, ...seen } = await send(name);
    if (differs !== undefined) expect(differences(twin.parts, parts)).toEqual(differs.toSorted());
    if (shows !== undefined) {
      expect(seen.xml).toMatch(shows);
      expect(twin.xml).not.toMatch(shows);
    }
    if (signs !== undefined) expect(signedIn(seen.xml)).toEqual([signs]);
    if (outline !== undefined && sign === "assertion") expect(seen.outline).toBe(outline);
    if (refused === "nothing") expect(told(answer)).toEqual(told(twin.answer));
    else if (refused === null) expect(answer).not.toMatchObject({ error: expect.stringMatching(/signature/i) });
    else expect(answer).toMatchObject({ error: expect.stringMatching(refused) });
  });

  test.each(others)("$name has nothing to act on, and says so", async ({ name }) => {
    const sp = await startSp();
    const idp = await startIdp({ sign, acs: [sp.acs] });
    sp.trust(idp.facts);
    idp.idps.arm(CONNECTION, ADA.key, { name, parameters: {} });
    await pick(await open(sp.login), ADA.key);
    expect(idp.idps.disarm(CONNECTION, ADA.key)).toEqual({
      delivered: false,
      not_applicable: needs(name).includes("encrypted")
        ? "the assertion is not encrypted"
        : "the Response is signed as a whole",
    });
  });

  function needs(name: string): readonly string[] {
    return signed[name]?.needs ?? [];
  }
});

/** All that node-saml tells of her, but for what is new each time. */
function told(answer: object | undefined): unknown {
  if (answer === undefined || !("profile" in answer)) return answer;
  const {
    ID: _id,
    sessionIndex: _session,
    inResponseTo: _request,
    ...profile
  } = answer.profile as { [name: string]: unknown };
  return Object.fromEntries(Object.entries(profile).filter(([, value]) => typeof value !== "function"));
}

function attribute(place: string): string {
  return `/Response/Assertion/AttributeStatement/Attribute${place}`;
}
