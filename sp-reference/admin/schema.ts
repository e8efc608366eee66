import { z } from "zod";

/** Bodies of the admin API. Blanks are refused here too: what the sign-in may not store, the operator may not either. */

const words = z.string().trim().min(1).nullish();

export const newAccount = z.strictObject({
  organization: z.string(),
  /** Names the issuer of identities that give none. */
  connection: z.string().nullish(),
  email: z.email().nullish(),
  email_verified: z.boolean().nullish(),
  username: words,
  given_name: words,
  family_name: words,
  name: words,
  password: z.string().min(1).nullish(),
  roles: z.array(z.string().min(1)).nullish(),
  active: z.boolean().nullish(),
  identities: z.array(z.strictObject({ issuer: z.string().min(1).nullish(), subject: z.string().min(1) })).nullish(),
});
export type NewAccount = z.infer<typeof newAccount>;

export const newGrant = z.strictObject({ role: z.string().min(1), organization: z.string().optional() });

/** Names as somebody writes them by hand. What is left out stays as it is. */
export const newNames = z.strictObject({
  given_name: z.string().trim().min(1).optional(),
  family_name: z.string().trim().min(1).optional(),
  name: z.string().trim().min(1).optional(),
});

/** How much less is left of somebody's sessions: they began so much earlier. */
export const newAge = z.strictObject({ seconds: z.int().min(1) });

export const newInvitation = z.strictObject({
  organization: z.string(),
  email: z.email(),
  role: z.string().min(1).nullish(),
});

export const withdrawal = z.strictObject({ organization: z.string(), email: z.email() });

export const newBeginning = z.strictObject({ seats: z.int().min(1).nullish() });

/** What a customer's administrator tells of their identity provider. What is left out stays as it is. */
export const newMapping = z.strictObject({
  /** Of an OIDC provider; the entityID of a SAML one. */
  issuer: z.url().or(z.string().startsWith("urn:")).optional(),
  metadata_url: z.url({ protocol: /^https?$/ }).optional(),
  /** Field of the account -> name on the wire. */
  attributes: z.record(z.string(), z.string().min(1)).optional(),
  /** Empty: each group is a value of its own. */
  groups_separator: z.string().optional(),
  /** Its form in the messages, where the policy requires one. */
  required_group: z.string().optional(),
  /** All of them: a group that is not named here gives no role any more. */
  roles: z.array(z.strictObject({ group: z.string().min(1), role: z.string().min(1) })).optional(),
});
export type NewMapping = z.infer<typeof newMapping>;

const count = z.coerce.number().int().min(1);
export const listQuery = z.object({
  q: z.string().max(200).optional(),
  cursor: z.string().max(100).optional(),
  limit: count.max(1000).default(200),
});
export const eventsQuery = z.object({
  account: z.string().optional(),
  before: count.optional(),
  q: z.string().max(200).optional(),
  limit: count.max(1000).default(100),
});
