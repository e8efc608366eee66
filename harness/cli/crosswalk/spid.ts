import type { Source } from "./row.ts";

const OF_SPID = "a rule of SPID's own, and not of SAML";

/** The responses of spid-sp-test, by its numbers. */
export const SPID: Source = {
  title: "spid-sp-test, responses",
  url: "https://github.com/italia/spid-sp-test",
  asks: [
    { asks: "1: a valid response", checks: ["first-create"] },
    { asks: "31, 109, 110: lawful forms, taken", checks: ["interop-saml-writing", "interop-saml-times"] },
    { asks: "2, 3: not signed", checks: ["saml-unsigned"], without: `that both are signed is ${OF_SPID}` },
    { asks: "4, 5, 100: signed by another key", checks: ["saml-unsigned"] },
    { asks: "xsw1 to xsw8", checks: ["saml-xsw", "saml-xsw3", "saml-two-assertions"] },
    {
      asks: "xslt",
      checks: ["saml-fetch"],
      without: "that it leads nowhere; a signature with that transform may lawfully be taken",
    },
    {
      asks: "8 to 15: ID, Version and IssueInstant of the response",
      checks: [],
      without: "not asked: nobody is let in by what the wrapper says of itself",
    },
    { asks: "16 to 18: InResponseTo", checks: ["saml-irt", "saml-idp-init"] },
    { asks: "19 to 21: Destination", checks: ["saml-destination"], without: "one that is missing is not asked" },
    { asks: "22 to 24, 26: Status", checks: ["saml-status", "fault-idp-error"] },
    { asks: "27 to 30: Issuer of the response", checks: [], without: "not asked: that of the assertion is" },
    { asks: "32: no assertion", checks: ["saml-no-assertion"] },
    {
      asks: "33 to 40: ID, Version and IssueInstant of the assertion",
      checks: ["saml-version", "saml-issue-instant"],
      without: "an ID that is missing is not asked",
    },
    { asks: "41 to 44: Subject and NameID", checks: ["key-missing", "key-attribute-missing"] },
    { asks: "45 to 49: Format and NameQualifier of the NameID", checks: [], without: OF_SPID },
    {
      asks: "51 to 66: SubjectConfirmation",
      checks: ["saml-confirmation", "saml-recipient", "saml-time", "saml-irt"],
    },
    { asks: "68, 69: Issuer of the assertion", checks: ["saml-issuer"] },
    { asks: "70 to 72: Format of that Issuer", checks: [], without: OF_SPID },
    {
      asks: "73 to 87: Conditions",
      checks: ["saml-time", "saml-aud", "saml-aud-missing", "saml-aud-every", "saml-condition"],
    },
    {
      asks: "88 to 90, 92, 93: AuthnStatement",
      checks: ["interop-saml-authn"],
      without: "one that is missing is not asked",
    },
    { asks: "94 to 97: the context that was asked for", checks: [], without: OF_SPID },
    { asks: "98, 99, 103: attributes", checks: ["miss-email", "miss-empty", "miss-names"] },
    { asks: "104 to 108, 111: people whom the IdP does not let in", checks: ["fault-idp-error"] },
  ],
};
