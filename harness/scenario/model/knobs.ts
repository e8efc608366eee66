/**
 * The knobs: what standards leave to an SP's owner (catalogue, section B). Each is whole here: its values, what they mean,
 * and which of them let something happen that ought not to. Schemas, verdicts and docs/policies.md are made from this.
 * The order of knobs and of their values is that of the documentation.
 */

/** A value of a knob: what the SP does, as the end of a sentence. */
interface Value {
  readonly is: string;
  /** A stated danger, told at every run: what it lets happen. Declared or seen, it excuses no harm beyond that. */
  readonly unsafe?: string;
  /** A lawful risk that an owner may state, told at every run: what it lets happen. */
  readonly risk?: string;
  /** More on it, as whole sentences. */
  readonly note?: string;
}

interface KnobRow {
  /** The question that the values answer. */
  readonly about: string;
  readonly note?: string;
  readonly values: { readonly [value: string]: Value };
}

function defineKnobs<const T extends { readonly [knob: string]: KnobRow }>(rows: T): T {
  return rows;
}

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
  role_sync: {
    about: "What the IdP's groups do to the account's roles at a later sign-in.",
    values: {
      mirror: { is: "roles that came from the IdP follow it; roles given by hand stay" },
      authoritative: { is: "the IdP is the only source; roles given by hand go too" },
      add_only: { is: "roles are added, never taken", risk: "whoever leaves a group keeps its role" },
      first_login: {
        is: "roles are set when the account is created",
        risk: "whoever leaves a group keeps its role, and whoever joins one gets none",
      },
      off: { is: "never", risk: "roles do not follow the IdP's groups at all" },
    },
  },
  last_admin: {
    about: "What happens where the IdP's groups would take the role of an administrator from the last who has it.",
    note: "The second mapped role (`roles.two`) is taken for the administrator's.",
    values: {
      protect: { is: "the last one keeps it, until somebody else has it" },
      allow: {
        is: "it goes like any other",
        risk: "an organization can be without anybody who may change anything in it",
      },
    },
  },
  on_unmapped: {
    about: "What a person gets none of whose groups is mapped to a role.",
    values: {
      default: { is: "the default role" },
      reject: { is: "no entry" },
    },
  },
  on_groups_absent: {
    about: "What happens where the IdP sends no groups at all.",
    values: {
      revoke: { is: "roles that came from the IdP go, where the connection maps groups" },
      default: { is: "the account has the default role" },
      reject: { is: "the sign-in is refused" },
      keep: { is: "roles stay", risk: "an IdP that stops sending groups takes no role back" },
    },
  },
  on_groups_empty: {
    about: "What happens where the IdP sends an empty list of groups.",
    values: {
      revoke: { is: "roles that came from the IdP go" },
      default: { is: "the account has the default role" },
      reject: { is: "the sign-in is refused" },
    },
  },
  groups_overage: {
    about: "What happens where the IdP says that somebody is in more groups than it sends, and sends none.",
    note: "Entra says so (`groups: { overage: [...] }` of a person, [profiles.md](profiles.md)). The address where the groups are told is in its message, and is the mock IdP's own here: an SP that asks at an address of its own must be told that one.",
    values: {
      fetch: { is: "the SP asks for them where it is told to" },
      reject: { is: "the sign-in is refused" },
      keep: { is: "roles stay", risk: "whoever is in many groups keeps a role that the IdP has taken back" },
    },
  },
  groups_delimiter: {
    about: "What stands between groups that come in one text.",
    note: "What the shape of a connection's IdP joins is told to the SP beside this (`groups.separator` of `seed.mapping`).",
    values: {
      none: { is: "nothing: a text is one group, whatever stands in it" },
      comma: { is: "a comma" },
      semicolon: { is: "a semicolon" },
      either: { is: "a comma or a semicolon" },
    },
  },
  unverified_domain: {
    about: "What happens to a person whose email is outside the organization's verified domains.",
    values: {
      reject: { is: "no entry" },
      invite_only: { is: "entry with an invitation" },
      allow: { is: "entry" },
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
  idp_initiated: {
    about: "Whether a SAML response that the SP did not ask for is accepted.",
    values: {
      off: { is: "it is refused" },
      on: { is: "it is accepted" },
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
