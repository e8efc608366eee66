import type { Source } from "./row.ts";

/** What service providers are reported to get wrong, where no check here has it for its name. */
export const INCIDENTS: Source = {
  title: "Incidents that no check is named after (CWE-287 and others)",
  url: "https://cwe.mitre.org/data/definitions/287.html",
  asks: [
    {
      asks: "A stack trace, a path or a statement of SQL on the page of a failed sign-in (CWE-209).",
      checks: ["first-error-page", "fault-*"],
      without: "it is looked for on the last page of every sign-in of every check, which then is broken",
    },
    {
      asks: "Public sign-up is closed, and with it just-in-time provisioning.",
      checks: ["first-create", "first-jit-off"],
      without: "closing sign-up is the target's to do: the kit has no switch for it",
    },
    {
      asks: "The same person is linked over one protocol and doubled over the other.",
      checks: ["link-allowed", "link-unverified", "link-ev-missing", "link-domain"],
      without:
        "each is judged by the same declared policy on either protocol; that the two differ is not told in a line of its own",
    },
    {
      asks: "Groups of one customer's IdP give rights at another customer.",
      checks: ["dom-cross-org", "dom-join", "key-iss-sub", "key-entity-nameid"],
      without: "of somebody who is a member of two organizations, roles are seen together and not by organization",
    },
    {
      asks: "Signature wrapping, variants 1 to 8.",
      checks: ["saml-xsw", "saml-xsw3", "saml-two-assertions", "saml-duplicate-id", "saml-multiroot"],
    },
    {
      asks: "An SP that was started while its IdP was down stays without it.",
      checks: ["fault-boot"],
    },
  ],
};
