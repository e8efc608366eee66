import { NOTHING, type TamperRow } from "./row.ts";
import { SAML_LOGOUT_TAMPERS } from "./saml-logout.ts";
import { SAML_STATUS_TAMPERS } from "./saml-status.ts";

/** Where a SAML sign-in can be corrupted, in the words of the documents. */
export const SAML_POINTS = {
  control: "nothing, on the same way",
  subject: "the NameID, and the attribute that is the SP's key",
  confirmation: "the SubjectConfirmation: for whom, until when, and in answer to what the assertion may be presented",
  conditions: "the Conditions: audience and times",
  issuer: "who the assertion says has made it",
  attributes: "the names of the attributes",
  statements: "what else the assertion says, and in how many statements",
  writing: "how the XML is written that says the same",
  signing: "how the same is signed",
  response: "what the Response around the assertion says of itself",
  signature: "the signatures, once they are there",
  status: "what stands in the place of an assertion",
  wrapping: "the place of the signed element in the document",
  "logout-request": "the LogoutRequest, by which the SP is told in a browser that somebody has signed out",
} as const;
export type SamlPoint = keyof typeof SAML_POINTS;

/** Every tamper of SAML. A new one is a row here and its doing in `idp/saml/tampers/<at>.ts`. */
export const SAML_TAMPERS = {
  nothing: NOTHING,
  "missing-subject": {
    at: "subject",
    when: "before_signing",
    about: "Neither a NameID nor the attribute that is the SP's key.",
  },
  "missing-key-attribute": {
    at: "subject",
    when: "before_signing",
    needs: ["key_attribute"],
    about: "A NameID, and no attribute that is the SP's key.",
  },
  "blank-key-attribute": {
    at: "subject",
    when: "before_signing",
    needs: ["key_attribute"],
    about: "A NameID, and an attribute that is the SP's key and empty.",
  },
  "blank-subject": {
    at: "subject",
    when: "before_signing",
    about: "A NameID, and an attribute that is the SP's key, that are empty.",
  },
  "commented-subject": {
    at: "subject",
    when: "before_signing",
    about: "A NameID, and an attribute that is the SP's key, with a comment within the text, which is part of no text.",
  },
  "wrong-recipient": {
    at: "confirmation",
    when: "before_signing",
    parameters: {
      recipient: { type: "text", about: "where it may be presented", default: "https://another-sp.test/acs" },
    },
    about: "An assertion that may be presented at another address only: `Recipient` names it.",
  },
  "longer-recipient": {
    at: "confirmation",
    when: "before_signing",
    about: "An assertion that may be presented at another address only, which begins with the SP's.",
  },
  "missing-recipient": {
    at: "confirmation",
    when: "before_signing",
    about: "An assertion that does not say where it may be presented: there is no `Recipient`.",
  },
  "holder-of-key": {
    at: "confirmation",
    when: "before_signing",
    about: "An assertion that no bearer may present: its one SubjectConfirmation is of the method holder-of-key.",
  },
  "expired-confirmation": {
    at: "confirmation",
    when: "before_signing",
    parameters: { ago: { type: "seconds", about: "how long ago it expired", default: 3600 } },
    about: "An assertion that may not be presented any more: `NotOnOrAfter` of its SubjectConfirmationData is past.",
  },
  "missing-confirmation-expiry": {
    at: "confirmation",
    when: "before_signing",
    about: "An assertion that may be presented for ever: its SubjectConfirmationData has no `NotOnOrAfter`.",
  },
  "wrong-in-response-to": {
    at: "confirmation",
    when: "before_signing",
    needs: ["request"],
    about: "A Response, and an assertion in it, that answer another request than the one that was sent.",
  },
  "second-confirmation": {
    at: "confirmation",
    when: "before_signing",
    lawful: true,
    about: "Two SubjectConfirmations: the first is for another SP, the second for this one.",
  },
  "wrong-audience": {
    at: "conditions",
    when: "before_signing",
    parameters: { audience: { type: "text", about: "whom it is for", default: "https://another-sp.test" } },
    about: "An assertion that is for another SP.",
  },
  "longer-audience": {
    at: "conditions",
    when: "before_signing",
    about: "An assertion that is for another SP, whose name begins with this one's.",
  },
  "expired-conditions": {
    at: "conditions",
    when: "before_signing",
    parameters: { ago: { type: "seconds", about: "how long ago they expired", default: 3600 } },
    about: "An assertion that is not valid any more: `NotOnOrAfter` of its Conditions is past.",
  },
  "clock-ahead": {
    at: "conditions",
    when: "before_signing",
    lawful: true,
    parameters: { by: { type: "seconds", about: "how far ahead it is", default: 20 } },
    about: "An assertion of an IdP whose clock is a little ahead: `NotBefore` of its Conditions is, as clocks differ.",
  },
  "not-yet-valid": {
    at: "conditions",
    when: "before_signing",
    parameters: { in: { type: "seconds", about: "how far ahead they begin", default: 3600 } },
    about: "An assertion that is not valid yet: `NotBefore` of its Conditions is ahead.",
  },
  "second-audience": {
    at: "conditions",
    when: "before_signing",
    parameters: { audience: { type: "text", about: "whom else", default: "https://another-sp.test" } },
    about: "An assertion with two AudienceRestrictions, of which one is for another SP: each must hold.",
  },
  "unknown-condition": {
    at: "conditions",
    when: "before_signing",
    about: "An assertion under a Condition of a kind that nobody knows.",
  },
  "known-conditions": {
    at: "conditions",
    when: "before_signing",
    lawful: true,
    about: "Two more Conditions of the standard's own: `OneTimeUse` and `ProxyRestriction`.",
  },
  "wrong-issuer": {
    at: "issuer",
    when: "before_signing",
    parameters: { issuer: { type: "text", about: "whom it names", default: "https://another-idp.test" } },
    about: "An assertion that names another IdP as its Issuer.",
  },
  "longer-issuer": {
    at: "issuer",
    when: "before_signing",
    about: "An assertion that names another IdP as its Issuer, whose name begins with the right one.",
  },
  "issuer-format": {
    at: "issuer",
    when: "before_signing",
    lawful: true,
    about: "The `Format` of each Issuer is written: `...nameid-format:entity`, which it is where nothing is.",
  },
  "misleading-friendly-names": {
    at: "attributes",
    when: "before_signing",
    lawful: true,
    parameters: {
      claim: { type: "text", about: "the claim as whose attribute another one is called", default: "email" },
      value: { type: "text", about: "what that other one says", default: "nobody@another-sp.test" },
      place: { type: "text", about: "`ahead` of all others, or `behind` them", default: "behind" },
    },
    about: "Another attribute that has the right one's name as its `FriendlyName`; the right one has another.",
  },
  "names-that-end-alike": {
    at: "attributes",
    when: "before_signing",
    lawful: true,
    parameters: {
      claim: { type: "text", about: "the claim whose attribute's name others end with", default: "email" },
      value: { type: "text", about: "what those others say", default: "nobody@another-sp.test" },
    },
    about: "Other attributes, of other namespaces, whose `Name` ends as the right one's, ahead of it and behind.",
  },
  "attribute-per-value": {
    at: "attributes",
    when: "before_signing",
    lawful: true,
    parameters: {
      claim: { type: "text", about: "the claim that has several values", default: "groups" },
    },
    about: "Each value of a claim in an Attribute of its own, all of the same `Name`.",
  },
  "second-authn-statement": {
    at: "statements",
    when: "before_signing",
    lawful: true,
    about: "Two AuthnStatements, of two ways in which the person was known.",
  },
  "statement-per-attribute": {
    at: "statements",
    when: "before_signing",
    lawful: true,
    about: "An AttributeStatement for each of the attributes.",
  },
  "reversed-attributes": {
    at: "statements",
    when: "before_signing",
    lawful: true,
    about: "The attributes the other way round.",
  },
  advice: {
    at: "statements",
    when: "before_signing",
    lawful: true,
    about: "An `Advice`, which anybody may ignore.",
  },
  "other-prefixes": {
    at: "writing",
    when: "before_signing",
    lawful: true,
    about: "The prefixes of the namespaces are `saml2` and `saml2p`.",
  },
  "default-namespace": {
    at: "writing",
    when: "before_signing",
    lawful: true,
    about: "No prefixes: each element's namespace is the default one where it stands.",
  },
  "white-space": {
    at: "writing",
    when: "before_signing",
    lawful: true,
    about: "Line breaks and blanks between the elements, as of a printer of XML.",
  },
  "typed-values": {
    at: "writing",
    when: "before_signing",
    lawful: true,
    about: 'Each AttributeValue says its type: `xsi:type="xs:string"`.',
  },
  "times-in-seconds": {
    at: "writing",
    when: "before_signing",
    lawful: true,
    about: "Times in whole seconds, without a fraction.",
  },
  "times-in-ticks": {
    at: "writing",
    when: "before_signing",
    lawful: true,
    about: "Times with seven digits behind the seconds, as .NET writes them.",
  },
  "missing-key-info": {
    at: "signing",
    when: "in_signing",
    lawful: true,
    about: "Signatures without a KeyInfo.",
  },
  "wrapped-base64": {
    at: "signing",
    when: "in_signing",
    lawful: true,
    about: "Signatures whose value and certificate are in lines of 76 characters.",
  },
  "prefix-list": {
    at: "signing",
    when: "in_signing",
    lawful: true,
    about:
      "AttributeValues that say their type, and signatures that keep the prefix which stands there alone (`InclusiveNamespaces`).",
  },
  "wrong-destination": {
    at: "response",
    when: "before_signing",
    parameters: {
      destination: { type: "text", about: "where it is to go", default: "https://another-sp.test/acs" },
    },
    about: "A Response that is meant for another address: `Destination` names it.",
  },
  "missing-signature": {
    at: "signature",
    when: "after_signing",
    needs: ["readable"],
    about: "A Response of which nothing is signed.",
  },
  "foreign-key": {
    at: "signature",
    when: "after_signing",
    needs: ["readable"],
    about: "A Response that another key signed, with that key's certificate in it.",
  },
  "neighbour-key": {
    at: "signature",
    when: "after_signing",
    needs: ["readable", "neighbour"],
    parameters: { of: { type: "text", about: "the name of the connection whose key signs", default: "" } },
    about: "A Response that another connection's IdP signed, with that one's certificate in it.",
  },
  "altered-after-signing": {
    at: "signature",
    when: "after_signing",
    needs: ["readable"],
    about: "A Response whose NameID was exchanged after it was signed.",
  },
  "digest-in-comment": {
    at: "signature",
    when: "after_signing",
    needs: ["readable"],
    about:
      "A forged Response whose signature has the digest of the forgery in a comment, ahead of the digest that was signed.",
  },
  "signed-info-ahead": {
    at: "signature",
    when: "after_signing",
    needs: ["readable"],
    about:
      "A forged Response whose signature holds a second SignedInfo, of the forgery, ahead of the one that was signed.",
  },
  "signed-info-behind": {
    at: "signature",
    when: "after_signing",
    needs: ["readable"],
    about:
      "A forged Response whose signature holds a second SignedInfo, of the forgery, behind the one that was signed.",
  },
  ...SAML_STATUS_TAMPERS,
  "wrapping-response-within": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable"],
    about: "A forged Response within whose signature the signed Response stands.",
  },
  "wrapping-response-beside": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable"],
    about: "A forged Response with the signed Response ahead of its signature.",
  },
  "wrapping-forged-first": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable", "unsigned_response"],
    about: "A forged assertion about somebody else that nobody signed, ahead of the signed one.",
  },
  "wrapping-forged-last": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable", "unsigned_response"],
    about: "A forged assertion about somebody else that nobody signed, after the signed one.",
  },
  "wrapping-same-id": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable", "unsigned_response"],
    about: "A forged assertion that nobody signed, with the `ID` of the signed one, ahead of it.",
  },
  "wrapping-forged-around": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable", "unsigned_response"],
    about: "A forged assertion that nobody signed, with the signed one within it.",
  },
  "wrapping-signature-moved": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable", "unsigned_response"],
    about: "A forged assertion that holds the signature, ahead of the assertion that was signed.",
  },
  "wrapping-signed-in-signature": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable", "unsigned_response"],
    about: "A forged assertion that holds the signature, within which the assertion stands that was signed.",
  },
  "wrapping-signed-in-object": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable", "unsigned_response"],
    about: "A forged assertion that holds the signature, in whose Object the assertion stands that was signed.",
  },
  "wrapping-forged-in-extensions": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable", "unsigned_response"],
    about: "A forged assertion that nobody signed, in the Extensions of the Response.",
  },
  "wrapping-subject-in-signature": {
    at: "wrapping",
    when: "after_signing",
    needs: ["readable"],
    about: "A forged Subject in the signature of a signed assertion: the one place there that no signature covers.",
  },
  ...SAML_LOGOUT_TAMPERS,
} as const satisfies { readonly [name: string]: TamperRow<SamlPoint> };
