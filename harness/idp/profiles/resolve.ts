import { profileOf, oidcShape, samlShape } from "./shapes.ts";
import type { Names, OidcShape, SamlShape } from "./profile.ts";

/** What an OIDC connection takes of its profile where it does not say it itself. */
export function oidcDefaults(profile: string | undefined): {
  readonly claims: Names;
  readonly claims_in: OidcShape["places"];
} {
  const { names, places } = oidcShape(profile);
  return { claims: names, claims_in: places };
}

/** What a SAML connection takes of its profile where it does not say it itself. */
export function samlDefaults(profile: string | undefined): {
  readonly attributes: Names;
  readonly name_id: SamlShape["name_id"]["format"];
  readonly name_id_of?: "email" | "preferred_username";
  readonly sign: SamlShape["sign"];
  readonly sign_as_wanted?: true;
} {
  const { names, name_id, sign, sign_as_wanted } = samlShape(profile);
  const { format, of } = name_id;
  const said = format === "emailAddress" ? "email" : "subject";
  return {
    attributes: names,
    name_id: format,
    ...(of === said || of === "subject" ? {} : { name_id_of: of }),
    sign,
    ...(sign_as_wanted ? { sign_as_wanted } : {}),
  };
}

/** The keys of a connection that a profile stands for. */
export const SHAPED_KEYS = {
  oidc: ["claims", "claims_in"],
  saml: ["attributes", "name_id", "sign"],
} as const;

/** Whether a vendor's IdP is met in this protocol; nobody's is met in both. */
export function speaks(profile: string, protocol: "oidc" | "saml"): boolean {
  return profileOf(profile)?.[protocol] !== null;
}

/** Neutral claims that the vendor does not send, but for those that the connection names itself (`claims`, `attributes`). */
export function withheldBy(profile: string | undefined, protocol: "oidc" | "saml", named: Names): readonly string[] {
  const { withheld } = protocol === "oidc" ? oidcShape(profile) : samlShape(profile);
  return withheld.filter((claim) => !Object.hasOwn(named, claim));
}
