/** The vendors' profiles, as data: what the rooms that plan, lint, send and tell of messages ask. */
import { PROFILES } from "./table.ts";

export const PROFILE_NAMES: readonly string[] = Object.keys(PROFILES);

export { claimNameProblem, claimPath, TOKEN_CLAIMS } from "./claim-names.ts";
export { formOf, overageIn, SEPARATOR, sentGroups } from "./groups.ts";
export { PLAIN } from "./profile.ts";
export type { Groups, OidcRefusal, OidcShape, OwnPage, SamlRefusal, SamlShape } from "./profile.ts";
export { oidcDefaults, samlDefaults, SHAPED_KEYS, speaks, withheldBy } from "./resolve.ts";
export { oidcShape, profileOf, samlShape } from "./shapes.ts";
export { PROFILES } from "./table.ts";
export type { Operation, Resource, ScimDialect, ScimKey } from "./scim/dialect.ts";
export { SCIM_DIALECT_NAMES, SCIM_DIALECTS, type ScimDialectName } from "./scim/table.ts";
