import { z } from "zod";
import { policySchema } from "./policy.ts";

/** The file format of organizations.yaml: strict, so that a misspelt knob is told and not ignored. */

const name = z.string().regex(/^[a-z][a-z0-9-]*$/, "lower-case letters, digits and hyphens");
const domain = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "a domain name in lower case, without a leading dot");
const policy = policySchema.partial();
/** Field of the account -> name on the wire. `groups` feeds the role mapping; an unknown field becomes an attribute. */
const attributes = z.record(z.string(), z.string().min(1));

const shared = {
  title: z.string().optional(),
  policy: policy.optional(),
  attributes: attributes.optional(),
  /** Group at the IdP -> role here. Compared exactly. */
  roles: z.record(z.string(), z.string().min(1)).optional(),
  default_role: z.string().min(1).nullable().optional(),
  /** For an IdP that joins all groups into one text. */
  groups_separator: z.string().min(1).optional(),
};

const oidcConnection = z.strictObject({
  ...shared,
  protocol: z.literal("oidc"),
  issuer: z.string().optional(),
  client_id: z.string().optional(),
  client_auth: z.enum(["basic", "post", "none"]).optional(),
  scope: z.string().optional(),
  /** By what UserInfo is signed, as the client is registered at the issuer (OpenID Connect Core 5.3.2); left out: it is not. */
  userinfo_signed_response_alg: z.enum(["RS256", "ES256"]).optional(),
  /** Whoever signs out here is signed out at the identity provider, too (OpenID Connect RP-Initiated Logout 1.0). */
  sign_out_at_idp: z.boolean().optional(),
});

const samlConnection = z.strictObject({
  ...shared,
  protocol: z.literal("saml"),
  metadata_url: z.string().optional(),
  /** Pins the IdP's entityID; left out: what the metadata says. */
  entity_id: z.string().optional(),
  sp_entity_id: z.string().optional(),
  /** Sign AuthnRequests with the SP's own key, and say so in its metadata. */
  sign_requests: z.boolean().optional(),
  /** How the AuthnRequest travels: in the address (`redirect`), or in a form that submits itself. */
  request_binding: z.enum(["redirect", "post"]).optional(),
  /** Demand assertions that are encrypted for the SP's own key. */
  encrypted_assertions: z.boolean().optional(),
});

export const organizationsSchema = z.strictObject({
  /** `defaults` leaves node-saml as it comes out of the box; `strict` is what this SP adds. */
  libraries: z.enum(["strict", "defaults"]).default("strict"),
  policy: policy.optional(),
  oidc_attributes: attributes,
  saml_attributes: attributes,
  roles: z.record(z.string(), z.string().min(1)),
  default_role: z.string().min(1).nullable(),
  organizations: z.record(
    name,
    z.strictObject({
      title: z.string().optional(),
      /** What the people of the demo see beside the name. */
      about: z.string().optional(),
      domains: z.array(domain).min(1),
      policy: policy.optional(),
      connections: z.record(name, z.discriminatedUnion("protocol", [oidcConnection, samlConnection])),
    }),
  ),
});

export type OrganizationsFile = z.infer<typeof organizationsSchema>;
