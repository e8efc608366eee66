import { z } from "zod";

/**
 * What the standards leave open, as this SP lets its operators decide it. The defaults are the safe choice;
 * the values that are a stated danger (`any_email`, `username`, `trust_connection`) exist because real
 * deployments ask for them, and say so.
 */
export const policySchema = z.strictObject({
  /** Whether an unknown person's first sign-in creates an account. `pending_approval`: an inactive one, no session. */
  jit: z.enum(["on", "off", "pending_approval"]),
  /**
   * What names the person at the IdP for good: (issuer, sub) on OIDC (OpenID Connect Core 5.7), (entityID, NameID)
   * on SAML, or (entityID, value of Attribute NAME) where the IdP's NameID is an address or transient.
   */
  identity_key: z.union([
    z.literal("iss_sub"),
    z.literal("entity_nameid"),
    z.templateLiteral(["entity_attr:", z.string().min(1)]),
  ]),
  /** When an unknown identity may be attached to an account that exists already. */
  link_by: z.enum(["never", "verified_email_and_domain", "verified_email", "any_email", "username"]),
  /** What an email counts as when the IdP does not say whether it is verified. SAML has no such claim. */
  email_verified_missing: z.enum(["unverified", "trust_verified_domain", "trust_connection"]),
  /** Where an address is looked for beside `email`: there, and then in the username, or in `upn`. */
  email_claims: z.enum(["email", "username", "upn"]),
  /** Whether a changed address at the IdP replaces the stored one. */
  email_sync: z.enum(["verified_only", "on", "off"]),
  /** What happens when the new address belongs to another account of the organization. `allow`: both have it. */
  email_conflict: z.enum(["keep_old_and_warn", "reject", "allow"]),
  /** Whether local parts that differ only in case are the same address. */
  email_case: z.enum(["insensitive", "sensitive"]),
  /** Fields without which a first sign-in is incomplete. */
  required_attributes: z.array(z.enum(["email", "given_name", "family_name", "name", "username"])),
  on_missing_required: z.enum(["reject", "default", "placeholder"]),
  /** A field that the IdP sent before and sends no longer. */
  on_attribute_absent: z.enum(["keep", "clear"]),
  profile_sync: z.enum(["every_login", "first_login", "off"]),
  /** A newcomer's username is another account's. `no_usernames`: nobody is known by it, and two may have one. */
  username_collision: z.enum(["suffix", "reject", "no_usernames"]),
  /** The address matches an account that is bound to another identity. `apart`: that one stays as it is, and a new one has it, too. */
  link_conflict: z.enum(["reject", "apart"]),
  /**
   * `always`: nobody is linked who does not prove with its password that the account is theirs.
   * `privileged_or_password`: so it is where the account has a password, or a role beyond the default one.
   */
  link_step_up: z.enum(["none", "privileged_or_password", "always"]),
  /**
   * An identity that nobody has signs in where somebody is signed in. `join`: it is added to that account, a stated
   * danger, for nothing tells a second identity of the same person from the next person at a shared browser.
   */
  signed_in_link: z.enum(["never", "join"]),
  /** Whose word counts for roles. Each grant remembers its origin, so that `mirror` touches only the IdP's own. */
  role_sync: z.enum(["mirror", "authoritative", "add_only", "first_login", "off"]),
  /** Whether the last administrator of an organization keeps that role although the IdP's groups would take it. */
  last_admin: z.enum(["protect", "allow"]),
  /** Groups were sent, and none of them is mapped to a role. */
  on_unmapped: z.enum(["default", "reject"]),
  /** The group at the IdP without which nobody comes in, new or known; null: nobody needs one. */
  required_group: z.string().min(1).nullable(),
  /** No groups claim was sent (on SAML an empty list looks the same). */
  on_groups_absent: z.enum(["revoke", "default", "reject", "keep"]),
  /** A groups claim was sent, and it is empty. */
  on_groups_empty: z.enum(["revoke", "default", "reject"]),
  /** The IdP says that there are more groups than it sends, and sends none. `keep`: roles stay, a stated risk. */
  groups_overage: z.enum(["fetch", "reject", "keep"]),
  /** What stands between groups that come in one text; a connection may name another separator of its own. */
  groups_delimiter: z.enum(["none", "comma", "semicolon", "either"]),
  /** Several groups give different roles. The order is that of the connection's mapping, the highest last. */
  role_conflict: z.enum(["highest", "union", "first"]),
  /** The address is in a domain that the organization has not verified. */
  unverified_domain: z.enum(["reject", "invite_only", "allow"]),
  /**
   * Whether the identity provider itself must say, in `hd`, that the person is of a verified domain: where it is one for
   * everybody, as Google's is, an address in that domain may be a personal account's. `unread`: nobody looks at it.
   */
  hosted_domain: z.enum(["required", "unread"]),
  /** Whether an address below a verified domain is in it. */
  subdomains: z.enum(["exact", "include"]),
  /** Whether a domain in which anybody can have an address counts as the organization's that entered it. */
  public_domains: z.enum(["deny", "allow"]),
  /** Whether a person known to another organization joins this one by an address in its verified domains. */
  domain_join: z.enum(["auto", "off"]),
  /** An open invitation to the person's address is used up by the sign-in itself. This SP knows no other way. */
  invite: z.literal("consume_on_sso"),
  /** Whether a SAML response that nobody asked for may sign a person in. */
  idp_initiated: z.enum(["off", "on"]),
  /** How many seconds the clocks of the SP and of the IdP may differ by: five minutes at most. */
  clock_skew_s: z.int().min(0).max(300),
  /** What of a SAML response the identity provider must have signed. */
  require_signed: z.enum(["either", "assertion", "response", "both"]),
  /** Whether a SAML response may be signed by SHA-1, which is broken for signatures. */
  signature_algorithms: z.enum(["sha256", "sha1_allowed"]),
  /**
   * Whether an ID token's signature must hold. `direct_tls`: what the token endpoint answers is believed, for TLS says
   * who answered (OpenID Connect Core 3.1.3.7, item 6).
   */
  id_token_signature: z.enum(["always", "direct_tls"]),
  /** Whether the issuer that the authorization response names must be ours, or our redirect URI for each one is enough. */
  mixup_defence: z.enum(["iss", "distinct_redirect_uri"]),
  /** What a sign-in to a deactivated account does. */
  deactivated_login: z.enum(["reject", "reactivate"]),
  /** What becomes of the sessions of an account that an administrator deactivates: they end, or go on to their own end. */
  deactivated_session: z.enum(["ends", "lasts"]),
  /** How long a session lasts at most, however much it is used; `none`: as long as it is used. */
  session_max: z.enum(["1h", "8h", "24h", "7d", "30d", "none"]),
  /** Whether the identity provider may push accounts and groups by SCIM, where the organization has a token. */
  scim: z.enum(["off", "on"]),
  /** What makes an account that was pushed the person's own at their first sign-in. `never`: only `link_by` may. */
  scim_match: z.enum(["externalId", "userName", "email", "never"]),
  /** What a push of somebody does who has an account by signing in. `409`: it is refused; `apart`: it makes a second one. */
  scim_existing: z.enum(["adopt", "409", "apart"]),
  /** Whose groups count once SCIM has pushed some: its own alone, or those of whoever spoke last. */
  scim_vs_sso: z.enum(["scim_wins", "last_writer"]),
  /** What a sign-in does of somebody whose account an administrator has removed. */
  deleted_login: z.enum(["reject", "recreate"]),
  /** What a sign-in does of somebody whose account SCIM has deleted. */
  jit_after_scim_deprovision: z.enum(["reject", "recreate"]),
  /** Whether who came by single sign-on can have a password here, by a link in a mail. */
  local_password: z.enum(["none", "allowed"]),
  /** Whether single sign-on is the only way in, for every member: a password signs none of them in. */
  sso_enforced: z.enum(["off", "on"]),
});

/** The effective policy of a connection: the defaults, then the organization's, then the connection's own. */
export type Policy = Readonly<z.infer<typeof policySchema>>;
export type RequiredField = Policy["required_attributes"][number];

export const DEFAULT_POLICY: Policy = {
  jit: "on",
  identity_key: "iss_sub",
  link_by: "verified_email_and_domain",
  email_verified_missing: "trust_verified_domain",
  email_claims: "email",
  email_sync: "verified_only",
  email_conflict: "keep_old_and_warn",
  email_case: "insensitive",
  required_attributes: ["email"],
  on_missing_required: "reject",
  on_attribute_absent: "keep",
  profile_sync: "every_login",
  username_collision: "suffix",
  link_conflict: "reject",
  link_step_up: "none",
  signed_in_link: "never",
  role_sync: "mirror",
  last_admin: "protect",
  on_unmapped: "default",
  required_group: null,
  on_groups_absent: "revoke",
  on_groups_empty: "revoke",
  groups_overage: "fetch",
  groups_delimiter: "none",
  role_conflict: "union",
  unverified_domain: "reject",
  hosted_domain: "unread",
  subdomains: "exact",
  public_domains: "deny",
  domain_join: "off",
  invite: "consume_on_sso",
  idp_initiated: "off",
  clock_skew_s: 60,
  require_signed: "either",
  signature_algorithms: "sha256",
  id_token_signature: "always",
  mixup_defence: "iss",
  deactivated_login: "reject",
  deactivated_session: "ends",
  session_max: "8h",
  scim: "on",
  scim_match: "externalId",
  scim_existing: "adopt",
  scim_vs_sso: "scim_wins",
  deleted_login: "recreate",
  jit_after_scim_deprovision: "reject",
  local_password: "none",
  sso_enforced: "off",
};
