import { defineKnobs } from "./knob-row.ts";

/** The knobs of messages and of doors: what is believed, and who may still come in, by which way. */
export const KNOBS_OF_DOORS = defineKnobs({
  idp_initiated: {
    about: "Whether a SAML response that the SP did not ask for is accepted.",
    values: {
      off: { is: "it is refused" },
      on: { is: "it is accepted" },
    },
  },
  clock_skew_s: {
    about: "How many seconds the clocks of the SP and of the IdP may differ by.",
    note: "A message that comes later than that is refused. An SP that grants something between declares the next lower value.",
    values: {
      "0": { is: "none", risk: "where the IdP's clock is a little off, people are refused now and then" },
      "30": { is: "half a minute" },
      "60": { is: "a minute" },
      "120": { is: "two minutes" },
      "180": { is: "three minutes" },
      "300": { is: "five minutes" },
    },
  },
  require_signed: {
    about: "What of a SAML response must carry the IdP's signature.",
    note: "Whatever is declared, nothing counts that no signature covers.",
    values: {
      either: { is: "the assertion, or the response around it" },
      assertion: { is: "the assertion, whatever else is signed" },
      response: { is: "the response around it, whatever else is signed" },
      both: { is: "each of the two" },
    },
  },
  signature_algorithms: {
    about: "Whether a SAML response may be signed by SHA-1.",
    values: {
      sha256: { is: "it may not: SHA-256, SHA-384 and SHA-512 alone are good" },
      sha1_allowed: {
        is: "it may",
        risk: "two messages with one SHA-1 can be made, and who gets one of them signed has the other signed, too",
      },
    },
  },
  id_token_signature: {
    about: "Whether the signature of an ID token counts that came from the token endpoint.",
    values: {
      always: { is: "a token whose signature does not hold is refused" },
      direct_tls: {
        is: "the token endpoint's word is taken for it, since TLS says who answered (OpenID Connect Core 3.1.3.7, item 6)",
        risk: "whoever can answer in the token endpoint's place says who signs in",
      },
    },
  },
  mixup_defence: {
    about: "What keeps the answer of one issuer from being taken for that of another.",
    values: {
      iss: { is: "the issuer that the authorization response names (RFC 9207)" },
      distinct_redirect_uri: {
        is: "a redirect URI of its own for each issuer",
        note: "So it is, too, where the SP knows one issuer only. `lint` refuses it where two connections share a redirect URI.",
      },
    },
  },
  deactivated_login: {
    about: "What happens when somebody signs in whose account is deactivated.",
    values: {
      reject: { is: "the sign-in is refused" },
      reactivate: { is: "the account is active again" },
    },
  },
  deactivated_session: {
    about: "What becomes of the browsers that are signed in to an account when it is deactivated at the SP.",
    note: "Whom SCIM deactivates is signed out at once, whatever is declared here.",
    values: {
      ends: { is: "they are signed out at once" },
      lasts: {
        is: "they stay signed in until their sessions end by themselves",
        risk: "whoever was deactivated works on in a browser that is signed in, and without an end where each use renews the session",
      },
    },
  },
  session_max: {
    about: "How long a session lasts at most, however much it is used.",
    note: "So long somebody works on whom their IdP alone has put out, where nothing tells the SP. One that ends sessions after a time between declares the next longer.",
    values: {
      "1h": { is: "an hour" },
      "8h": { is: "eight hours" },
      "24h": { is: "a day" },
      "7d": { is: "a week" },
      "30d": { is: "30 days" },
      none: {
        is: "as long as it is used",
        risk: "whoever was put out at the IdP, and of whom nothing tells the SP, works on without an end",
      },
    },
  },
  scim: {
    about: "Whether the organization's IdP may push accounts and groups by SCIM.",
    note: "What is pushed where is `scim` of the target file; without it nothing is pushed, whatever is declared here.",
    values: {
      off: { is: "nothing is taken: whoever pushes is refused, and nobody comes into being" },
      on: { is: "accounts and groups are taken" },
    },
  },
  scim_match: {
    about:
      "What makes an account that was pushed by SCIM the person's own, on their first sign-in through a connection of the same organization.",
    note: "An account that `link_by` makes the person's own is theirs as well.",
    values: {
      externalId: { is: "the `externalId` that was pushed is the identifier with which they sign in" },
      userName: { is: "the `userName` that was pushed is their username" },
      email: { is: "the address that was pushed is theirs" },
      never: {
        is: "nothing: whoever is pushed and whoever signs in are kept apart",
        risk: "a directory that puts somebody out does so in an account that they never sign in to",
      },
    },
  },
  scim_existing: {
    about: "What happens where SCIM pushes a person who has an account by signing in.",
    values: {
      adopt: { is: "the account that is there is pushed to from then on, where it is one of the token's organization" },
      "409": { is: "the push is refused (RFC 7644, section 3.3)" },
      apart: {
        is: "there is a second account, of the directory's own; the one that is there stays as it is",
        risk: "a directory that puts somebody out does so in an account that they never sign in to",
      },
    },
  },
  scim_vs_sso: {
    about: "Whose word counts where the groups that were pushed and those of a sign-in differ.",
    values: {
      scim_wins: { is: "that of SCIM: a sign-in takes no role away that SCIM gave, and gives none back that it took" },
      last_writer: { is: "whoever spoke last" },
    },
  },
  deleted_login: {
    about: "What happens when somebody signs in whose account was deleted at the SP.",
    values: {
      reject: { is: "the sign-in is refused" },
      recreate: { is: "they are new, and have nothing of what they had" },
    },
  },
  jit_after_scim_deprovision: {
    about: "What happens when somebody signs in whose account SCIM deleted.",
    values: {
      reject: { is: "the sign-in is refused" },
      recreate: { is: "they are new, and have nothing of what they had" },
    },
  },
  local_password: {
    about: "Whether a person who came by single sign-on can have a password at the SP.",
    values: {
      none: { is: "they cannot" },
      allowed: { is: "they can" },
    },
  },
  sso_enforced: {
    about: "Whether whoever has a password at the SP may sign in with it, beside single sign-on.",
    note: "Who is to come in while the IdP is down (break-glass accounts) is no exception that the kit looks at.",
    values: {
      off: { is: "they may" },
      on: { is: "they may not: single sign-on is the only way in" },
    },
  },
});
