import type { Source } from "./row.ts";

/** What is said of just-in-time provisioning to those who build it, and to those who answer for it. */
export const ADVICE: Source = {
  title: "Advice on just-in-time provisioning: WorkOS to developers, and NHIMG on what it leaves open",
  url: "https://workos.com/blog/jit-provisioning-sso-automated-user-provisioning and https://nhimg.org/articles/jit-provisioning-exposes-the-lifecycle-gap-in-enterprise-sso/",
  asks: [
    {
      asks: "An account is made at the first sign-in, found again at each later one, and its attributes follow.",
      checks: ["first-create", "rep-same", "rep-profile-sync"],
    },
    { asks: "The key is an identifier that stays, never the email alone.", checks: ["key-*", "mail-*"] },
    { asks: "The IdP's identifier is kept, and asked before any email.", checks: ["first-link-row", "link-*"] },
    {
      asks: "Who had an account before is recognized, and has no second one.",
      checks: ["link-allowed", "link-taken", "dom-join"],
    },
    { asks: "Which attribute is which is the customer's to say.", checks: ["map-*"] },
    {
      asks: "It is decided ahead what becomes of attributes that are missing or malformed.",
      checks: ["miss-*", "mal-*"],
      without: "that it is logged for the customer is not asked yet",
    },
    {
      asks: "Roles come from groups by a mapping that somebody meant, and follow them.",
      checks: ["role-*", "first-default-role"],
    },
    { asks: "The same sign-in twice is the same result.", checks: ["rep-*", "conc-*"] },
    {
      asks: "Sign-ins take nobody's account away: SCIM, or another way, must.",
      checks: ["life-*", "scim-*", "scim-then-jit"],
      without: "the statement (`--report statement=`) says what an SP leaves open",
    },
    { asks: "A verified domain lets its people in; who had an account joins without a second one.", checks: ["dom-*"] },
    { asks: "Guests need an invitation.", checks: ["inv-*"] },
    { asks: "It can be switched off.", checks: ["first-jit-off", "first-jit-off-existing", "first-jit-off-known"] },
    { asks: "Signatures, audiences and times are verified before anybody is looked up.", checks: ["oidc-*", "saml-*"] },
    { asks: "The mapping is tried before anybody depends on it.", checks: [], without: "that is what this kit is for" },
  ],
};
