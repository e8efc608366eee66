import { defineKnobs, type KnobRow } from "./knob-row.ts";
import { KNOBS_OF_DOORS } from "./knobs-of-doors.ts";
import { KNOBS_OF_ROLES } from "./knobs-of-roles.ts";

/**
 * The knobs: what standards leave to an SP's owner (catalogue, section B). Each is whole here: its values, what they mean,
 * and which of them let something happen that ought not to. Schemas, verdicts and docs/policies.md are made from this.
 * The order of knobs and of their values is that of the documentation.
 */

const ROWS = defineKnobs({
  jit: {
    about: "Whether a person without an account gets one by signing in.",
    note: "Not declared it is taken to be `on`, since that is what most checks are about: an SP that lets nobody new in fails `first-create` until it is declared. Where nobody new is let in, `seed.account` makes the accounts, with the identity that the IdP gives, and what is not about newcomers is asked of them.",
    values: {
      on: { is: "an account is created" },
      off: { is: "the sign-in is refused, and nothing is written. People who have an account still sign in" },
      pending_approval: {
        is: "an inactive account is created, without a session",
        note: "The page that says so is a refusal like any other, and need not be declared as `interrupted`.",
      },
    },
  },
  link_by: {
    about: "What makes an account that the SP already has the person's own, on the first sign-in through a connection.",
    values: {
      never: { is: "nothing; an account made by other means is never linked" },
      verified_email_and_domain: {
        is: "the same verified email, in a domain that the connection's organization has verified",
      },
      verified_email: { is: "the same verified email" },
      any_email: {
        is: "the same email, verified or not",
        unsafe: "whoever can set an email at an IdP enters the account that has it",
      },
      username: {
        is: "the same username",
        unsafe: "whoever can choose a username at an IdP enters the account that has it",
      },
    },
  },
  email_verified_missing: {
    about: "What an email counts as where the IdP does not say whether it is verified. SAML never says.",
    values: {
      unverified: { is: "as unverified" },
      trust_verified_domain: { is: "as verified where the connection's organization has verified the email's domain" },
      trust_connection: {
        is: "as verified",
        unsafe: "an IdP vouches for addresses of any domain, and so for anybody's",
      },
    },
  },
  email_claims: {
    about: "Where the address is looked for, first the claim `email`.",
    note: "What has not the form of an address is none, wherever it stands; and `email_verified` speaks of `email` alone.",
    values: {
      email: { is: "nowhere else: where that is missing, there is none" },
      username: {
        is: "then in the username (`preferred_username`)",
        risk: "whoever may choose their username at the IdP says which address is theirs",
      },
      upn: { is: "then in `upn`, the name with which people sign in to their directory" },
    },
  },
  email_sync: {
    about: "What a changed email at the IdP does to the account.",
    values: {
      verified_only: { is: "the account takes it if it is verified" },
      on: { is: "the account takes it" },
      off: { is: "the account keeps its own" },
    },
  },
  email_conflict: {
    about: "What happens where the changed email is another account's.",
    values: {
      keep_old_and_warn: { is: "the person signs in, and the account keeps its email" },
      reject: { is: "the sign-in is refused" },
      allow: { is: "the account takes it, and two accounts have one address. Nobody enters the other's for that" },
    },
  },
  email_case: {
    about: "Whether letter case tells one address from another.",
    values: {
      insensitive: { is: "`Jane@acme.test` and `jane@acme.test` are the same address" },
      sensitive: { is: "they are two" },
    },
  },
  on_missing_required: {
    about: "What happens where a claim of `required_attributes` is missing on a first sign-in.",
    values: {
      reject: { is: "the sign-in is refused, and nothing is written" },
      default: { is: "the account is created with a default value" },
      placeholder: { is: "the account is created with a value that says that it is to be completed" },
    },
  },
  on_attribute_absent: {
    about: "What happens to a stored attribute that the IdP no longer sends.",
    values: {
      keep: { is: "it stays" },
      clear: { is: "it goes" },
    },
  },
  profile_sync: {
    about: "When names and other attributes are taken over from the IdP.",
    values: {
      every_login: { is: "at each sign-in" },
      first_login: { is: "when the account is created" },
      off: { is: "never" },
    },
  },
  username_collision: {
    about: "What happens where the username that the IdP tells of somebody new is another account's.",
    values: {
      suffix: { is: "the account is created with a username of another form" },
      reject: { is: "the sign-in is refused" },
      no_usernames: {
        is: "the account is created: it has none, or no account is known by it and two may have the same",
      },
    },
  },
  link_conflict: {
    about:
      "What happens where the account that a person matches is already linked to another identity of the same connection.",
    note: "The kit opens no window: it looks at what happens while none is open.",
    values: {
      reject: { is: "the sign-in is refused" },
      relink_window: {
        is: "the link moves, while an operator has opened a window for it; at any other time the sign-in is refused",
      },
      apart: { is: "the person gets an account of their own, with the address of the other" },
    },
  },
  link_step_up: {
    about: "What a person must do before an account that is there is linked, beside what `link_by` asks.",
    values: {
      none: { is: "nothing" },
      privileged_or_password: { is: "prove that the account is theirs, where it has a password or a privileged role" },
      always: { is: "prove that the account is theirs, by its password or in another way" },
      admin_approves: { is: "wait for an administrator" },
    },
  },
  signed_in_link: {
    about: "What becomes of an identity that nobody has, when it signs in where somebody is signed in already.",
    values: {
      never: {
        is: "it is a person of its own, as in any other browser; or nothing happens before the other has signed out",
      },
      join: {
        is: "it is added to the account that is signed in, and opens that account from then on",
        unsafe: "the next person at a shared browser enters the account of the one before",
        note: "Whoever brings a browser into a session of their own makes its owner's identity a key to that account. Where a person asks for it from within their account, and the SP remembers that they did, it is no such join.",
      },
    },
  },
  ...KNOBS_OF_ROLES,
  unverified_domain: {
    about: "What happens to a person whose email is outside the organization's verified domains.",
    values: {
      reject: { is: "no entry" },
      invite_only: { is: "entry with an invitation" },
      allow: { is: "entry" },
    },
  },
  hosted_domain: {
    about:
      "Whether the IdP itself must say that a person is of the organization: the claim `hd`, as Google sends it, with a domain that the organization has verified.",
    note: "Google is one IdP for everybody, and whoever has an address in a domain may have a personal account with it. The `hd` of the request chooses which accounts are offered, and proves nothing. Over SAML there is no such claim, and nothing is asked.",
    values: {
      required: { is: "who comes without it, or with another, is refused, known or new" },
      unread: { is: "nobody looks at it" },
    },
  },
  subdomains: {
    about: "Whether an address below a verified domain (`guests.acme.test` of `acme.test`) is in it.",
    values: {
      exact: { is: "it is not: each domain is verified by itself" },
      include: { is: "it is" },
    },
  },
  public_domains: {
    about:
      "Whether a domain in which anybody can have an address (`gmail.com`) is an organization's that entered it as its own.",
    note: "Where no organization can enter one, it is `deny`, and there is nothing to look at; `public_domain` of an organization names the one that was entered.",
    values: {
      deny: { is: "it is nobody's: whoever has an address there is from a foreign domain" },
      allow: {
        is: "it is the organization's, like any other",
        unsafe: "whoever makes themselves an address there is one of the organization",
      },
    },
  },
  domain_join: {
    about:
      "What happens to a person with an account elsewhere in the SP whose email is in a verified domain of the organization.",
    values: {
      auto: { is: "they become a member" },
      invite: { is: "they become a member with an invitation" },
      off: { is: "they do not" },
    },
  },
  invite: {
    about: "What becomes of an open invitation when the invited person signs in by single sign-on.",
    values: {
      consume_on_sso: { is: "the sign-in uses it up, and the person has what it brings" },
      accept_first: { is: "nothing, before the person has accepted it by its link" },
    },
  },
  ...KNOBS_OF_DOORS,
});

/** A knob whose values are a closed set. */
export type Knob = keyof typeof ROWS;
export type ValueOf<K extends Knob> = keyof (typeof ROWS)[K]["values"] & string;

/** Every knob as the documentation has it. */
export const KNOB_ROWS: { readonly [K in Knob]: KnobRow } = ROWS;

/** The values of each knob. */
export const KNOBS = Object.fromEntries(
  Object.entries(ROWS).map(([knob, { values }]) => [knob, Object.keys(values)]),
) as unknown as { readonly [K in Knob]: readonly ValueOf<K>[] };

/** In the order of the documentation. */
export const KNOB_NAMES = Object.keys(ROWS) as readonly Knob[];

/** Values that ought not to be, each with what it lets happen. */
export const UNSAFE = told("unsafe");
/** Values that an owner may state as a risk. */
export const RISKS = told("risk");

type Told = { readonly [K in Knob]?: { readonly [value: string]: string } };

function told(what: "unsafe" | "risk"): Told {
  const knobs = Object.entries(KNOB_ROWS).map(([knob, { values }]) => {
    const some = Object.entries(values).flatMap(([value, row]) =>
      row[what] === undefined ? [] : [[value, row[what]]],
    );
    return [knob, Object.fromEntries(some) as { readonly [value: string]: string }] as const;
  });
  return Object.fromEntries(knobs.filter(([, values]) => Object.keys(values).length > 0));
}
