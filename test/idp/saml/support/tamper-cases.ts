import type { IdpPerson } from "../../../../harness/idp/port.ts";

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
  /** It stands in what a signature over the Response covers: such a signature is what refuses it. */
  readonly covered?: true;
  /** "nothing": it lets ADA in, by every word of hers. */
  readonly refused: RegExp | "nothing" | null;
}
export const CASES: readonly Case[] = [
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
  { name: "foreign-name-qualifier", differs: [`${SUBJECT}/NameID@SPNameQualifier`], refused: null },
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
  { name: "confirmed-for-another-request", differs: [`${DATA}@InResponseTo`], refused: /InResponseTo/ },
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
  ...["missing-issue-instant", "unreadable-issue-instant", "issued-long-ago", "issued-ahead"].map((name) => ({
    name,
    differs: ["/Response/Assertion@IssueInstant"],
    refused: null,
  })),
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
  { name: "md5-signature", shows: /xmldsig-more#rsa-md5".*xmldsig-more#md5"/s, differs: [], refused: /md5|signature/ },
  { name: "sha512-signature", shows: /xmldsig-more#rsa-sha512".*xmlenc#sha512"/s, differs: [], refused: "nothing" },
  {
    name: "renewed-certificate",
    shows: /<ds:X509Data><ds:X509Certificate>[^<]+<\/ds:X509Certificate><ds:X509Certificate>/,
    differs: [],
    refused: "nothing",
  },
  { name: "missing-key-info", shows: /^(?!.*KeyInfo)/s, differs: [], refused: "nothing" },
  { name: "wrapped-base64", shows: /<ds:SignatureValue>\n[^\s<]{76}\n/, differs: [], refused: "nothing" },
  {
    name: "prefix-list",
    shows: /InclusiveNamespaces PrefixList="xs"/,
    differs: ["/AttributeValue@xsi:type", " 2/AttributeValue@xsi:type"].map(attribute),
    refused: "nothing",
  },
  { name: "wrong-destination", differs: ["/Response@Destination"], refused: null },
  { name: "longer-destination", differs: ["/Response@Destination"], refused: null },
  { name: "failed-status", differs: ["/Response/Status/StatusCode@Value"], refused: null },
  {
    name: "missing-status",
    differs: ["/Response/Status/StatusCode"],
    refused: null,
  },
  {
    name: "inclusion",
    differs: ["/Response/Extensions/include"],
    shows: /<xi:include [^>]*href="http:[^"]+\/ada\/more.xml"/,
    refused: "nothing",
  },
  { name: "later-version", differs: ["/Response/Assertion@Version"], refused: null },
  ...["empty-relay-state", "long-relay-state", "unicode-relay-state"].map((name) => ({ name, refused: null })),
  { name: "access-denied", outline: "Response", refused: /RequestDenied|status|signature/i },
  {
    name: "denied-with-markup",
    outline: "Response",
    shows: /<samlp:StatusMessage>Not you &lt;img src='data:,' onerror='jitterbug\(\)'(>|&gt;)<\/samlp:StatusMessage>/,
    refused: /Responder|signature/i,
  },
  { name: "missing-assertion", outline: "Response", refused: /assertion|signature/i },
  {
    name: "external-entity",
    shows:
      /^<!DOCTYPE samlp:Response \[<!ENTITY text-of-elsewhere SYSTEM "http:[^"]+\/ada\/entity.ent">\]>.+&text-of-elsewhere;<\/saml:NameID>/s,
    refused: /entity|DOCTYPE|signature|not well-formed/i,
  },
  {
    name: "external-parameter-entity",
    shows: /^<!DOCTYPE samlp:Response \[<!ENTITY % more SYSTEM "http:[^"]+\/ada\/more.dtd"> %more;\]><samlp/,
    refused: "nothing",
  },
  {
    name: "external-document-type",
    shows: /^<!DOCTYPE samlp:Response SYSTEM "http:[^"]+\/ada\/more.dtd"><samlp/,
    refused: "nothing",
  },
  {
    name: "imported-stylesheet",
    shows: /<xsl:import href="http:[^"]+\/ada\/more.xsl"/,
    refused: /transform|signature/i,
  },
  {
    name: "addressed-reference",
    shows: /<ds:Reference URI="http:[^"]+\/ada\/more.xml"/,
    refused: /signature|reference/i,
  },
  {
    name: "addressed-key",
    shows: /<ds:KeyInfo><ds:RetrievalMethod URI="http:[^"]+\/ada\/certificate.der" Type="[^"]+"\/><\/ds:KeyInfo>/,
    refused: /signature/i,
  },
  { name: "missing-signature", differs: ["signatures"], refused: /signature/i },
  { name: "foreign-key", differs: [], refused: /signature/i },
  { name: "neighbour-key", differs: [], refused: /signature/i },
  { name: "as-neighbour", differs: ["/Response/Assertion/Issuer", "/Response/Issuer"], refused: /signature/i },
  { name: "altered-after-signing", differs: [`${SUBJECT}/NameID`], refused: /signature/i },
  {
    name: "deep-extensions",
    shows: /<samlp:Extensions><d xmlns="[^"]+">(<d>){7999}(<\/d>){8000}<\/samlp:Ext/,
    refused: "nothing",
    covered: true,
  },
  {
    name: "crowded-extensions",
    shows: /<samlp:Extensions><d xmlns="[^"]+"( a\d+=""){5000}\/></,
    refused: "nothing",
    covered: true,
  },
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
  {
    name: "wrapping-root-of-failure",
    outline: "Response(Signature) Response(Assertion!)",
    refused: /document|only one element|signature/i,
  },
  { name: "wrapping-beside-encrypted", refused: null },
];

function attribute(place: string): string {
  return `/Response/Assertion/AttributeStatement/Attribute${place}`;
}
