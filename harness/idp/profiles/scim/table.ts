/** Every dialect of SCIM. A new one is a file and a line here. */
import type { ScimDialect } from "./dialect.ts";
import { entra, entraCompliant } from "./entra.ts";
import { oktaCatalogue, oktaCustom } from "./okta.ts";
import { onelogin } from "./onelogin.ts";
import { plain } from "./plain.ts";

export const SCIM_DIALECTS = {
  plain,
  "okta-catalogue": oktaCatalogue,
  "okta-custom": oktaCustom,
  entra,
  "entra-compliant": entraCompliant,
  onelogin,
} as const satisfies { readonly [name: string]: ScimDialect };

export type ScimDialectName = keyof typeof SCIM_DIALECTS;

export const SCIM_DIALECT_NAMES = Object.keys(SCIM_DIALECTS) as readonly ScimDialectName[];
