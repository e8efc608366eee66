import type { Refusal, Situation } from "./model.ts";

/**
 * Where the identity provider is one for everybody, an address in a verified domain is no proof that the organization
 * knows the person: only the provider's own word is, in the claim `hd` of the ID token. The `hd` that a request asks
 * with can be changed by whoever sends it. Asked at each sign-in, as the groups are.
 */
export function hostedDomain({ connection: { organization, policy, protocol }, claims }: Situation): Refusal | null {
  if (policy.hosted_domain !== "required" || protocol !== "oidc") return null;
  const said = claims.hostedDomain?.toLowerCase();
  if (said !== undefined && organization.domains.includes(said)) return null;
  return {
    kind: "refuse",
    reason: "hosted_domain",
    message: `The identity provider does not say that your account is one of ${organization.title}.`,
    attribute: "hd",
    policy: "hosted_domain: required",
  };
}
