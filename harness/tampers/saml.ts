import { NOTHING, type TamperRow } from "./row.ts";
import { SAML_ADDRESS_TAMPERS } from "./saml-address.ts";
import { SAML_FORGED_TAMPERS } from "./saml-forged.ts";
import { SAML_LOGOUT_TAMPERS } from "./saml-logout.ts";
import { SAML_SIGNING_TAMPERS } from "./saml-signing.ts";
import { SAML_STATUS_TAMPERS } from "./saml-status.ts";

/** Where a SAML sign-in can be corrupted, in the words of the documents. */
export const SAML_POINTS = {
  control: "nothing, on the same way",
  subject: "the NameID, and the attribute that is the SP's key",
  name: "for whom the NameID is a name",
  confirmation: "the SubjectConfirmation: for whom, until when, and in answer to what the assertion may be presented",
  conditions: "the Conditions: audience and times",
  issuer: "who the assertion says has made it, and when",
  attributes: "the names of the attributes",
  statements: "what else the assertion says, and in how many statements",
  writing: "how the XML is written that says the same",
  signing: "how the same is signed",
  response: "what the Response around the assertion says of itself",
  signature: "the signatures, once they are there",
  address: "the addresses that the message names, where more of it is to be had",
  status: "what stands in the place of an assertion",
  wrapping: "the place of the signed element in the document",
  "relay-state": "the RelayState beside a Response that nobody asked for",
  envelope: "what stands around an assertion that is encrypted",
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
  "foreign-name-qualifier": {
    at: "name",
    when: "before_signing",
    parameters: { sp: { type: "text", about: "whose name for the person it is", default: "https://another-sp.test" } },
    about: "A NameID that is another SP's name for the person: `SPNameQualifier` names that one.",
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
  "blank-recipient": {
    at: "confirmation",
    when: "before_signing",
    about: "An assertion that may be presented nowhere: its `Recipient` is empty.",
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
  "unreadable-confirmation-expiry": {
    at: "confirmation",
    when: "before_signing",
    about: "An assertion that expires at no moment: `NotOnOrAfter` of its SubjectConfirmationData is no time.",
  },
  "missing-confirmation": {
    at: "confirmation",
    when: "before_signing",
    about: "An assertion that does not say who may present it: there is no SubjectConfirmation.",
  },
  "wrong-in-response-to": {
    at: "confirmation",
    when: "before_signing",
    needs: ["request"],
    about: "A Response, and an assertion in it, that answer another request than the one that was sent.",
  },
  "confirmed-for-another-request": {
    at: "confirmation",
    when: "before_signing",
    needs: ["request"],
    about: "A Response to the request that was sent, with an assertion in it that answers another one.",
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
  "blank-audience": {
    at: "conditions",
    when: "before_signing",
    about: "An assertion that is for nobody: its `Audience` is empty.",
  },
  "missing-audience": {
    at: "conditions",
    when: "before_signing",
    about: "An assertion that does not say for whom it is: there is no AudienceRestriction.",
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
  "unreadable-conditions": {
    at: "conditions",
    when: "before_signing",
    about: "An assertion whose Conditions end at no moment: their `NotOnOrAfter` is no time.",
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
  "missing-issuer": {
    at: "issuer",
    when: "before_signing",
    about: "An assertion that does not say who has made it: there is no `Issuer`.",
  },
  "blank-issuer": {
    at: "issuer",
    when: "before_signing",
    about: "An assertion whose `Issuer` is empty.",
  },
  "missing-issue-instant": {
    at: "issuer",
    when: "before_signing",
    about: "An assertion that does not say when it was made: there is no `IssueInstant`.",
  },
  "unreadable-issue-instant": {
    at: "issuer",
    when: "before_signing",
    about: "An assertion that was made at no moment: its `IssueInstant` is no time.",
  },
  "issued-long-ago": {
    at: "issuer",
    when: "before_signing",
    parameters: { ago: { type: "seconds", about: "how long ago it was made", default: 31_536_000 } },
    about: "An assertion that was made a year ago, and whose other times are as ever.",
  },
  "issued-ahead": {
    at: "issuer",
    when: "before_signing",
    parameters: { in: { type: "seconds", about: "how far ahead it was made", default: 86_400 } },
    about: "An assertion that will be made tomorrow, and whose other times are as ever.",
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
  ...SAML_SIGNING_TAMPERS,
  "wrong-destination": {
    at: "response",
    when: "before_signing",
    parameters: {
      destination: { type: "text", about: "where it is to go", default: "https://another-sp.test/acs" },
    },
    about: "A Response that is meant for another address: `Destination` names it.",
  },
  "longer-destination": {
    at: "response",
    when: "before_signing",
    about: "A Response that is meant for another address, which begins with the SP's.",
  },
  "failed-status": {
    at: "response",
    when: "before_signing",
    about: "A Response that says that it has failed (`Responder`), with an assertion in it as ever.",
  },
  "missing-status": {
    at: "response",
    when: "before_signing",
    about: "A Response that does not say whether it has succeeded: there is no `Status`.",
  },
  inclusion: {
    at: "response",
    when: "before_signing",
    leads: true,
    about: "A Response in whose Extensions something is to be included from an address (XInclude).",
  },
  "later-version": {
    at: "response",
    when: "before_signing",
    about: "An assertion of SAML 3.0, which nobody knows.",
  },
  "empty-relay-state": {
    at: "relay-state",
    when: "unsigned",
    lawful: true,
    needs: ["unsolicited"],
    about: "A RelayState that is empty.",
  },
  "long-relay-state": {
    at: "relay-state",
    when: "unsigned",
    lawful: true,
    needs: ["unsolicited"],
    about: "A RelayState of 80 bytes, which is as long as one may be (SAML Bindings 3.5.3).",
  },
  "unicode-relay-state": {
    at: "relay-state",
    when: "unsigned",
    lawful: true,
    needs: ["unsolicited"],
    about: "A RelayState that is no address, in letters of several scripts.",
  },
  ...SAML_STATUS_TAMPERS,
  ...SAML_ADDRESS_TAMPERS,
  ...SAML_FORGED_TAMPERS,
  ...SAML_LOGOUT_TAMPERS,
} as const satisfies { readonly [name: string]: TamperRow<SamlPoint> };
