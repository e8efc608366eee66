import { z } from "zod";
import { oidcSchema, rolesSchema, samlSchema } from "./connection.ts";

/** What connections take where they do not say it themselves: each key may be left out here, too. */
const oidc = oidcSchema.omit({ protocol: true }).partial();
const saml = samlSchema.omit({ protocol: true }).partial();

export const defaultsSchema = z
  .strictObject({
    oidc: oidc.optional().describe("What every OIDC connection takes where it does not say it itself."),
    saml: saml.optional().describe("What every SAML connection takes where it does not say it itself."),
    roles: rolesSchema.optional().describe("The `roles` of every connection that does not say them itself."),
  })
  .describe(
    "What connections have in common. `policy`, `roles`, `attributes` and `claims` are taken key by key, all else whole, and nothing where a connection says `null`; " +
      "`{{connection.name}}` and `{{organization.name}}` stand for the names of the one that takes it.",
  );

/** A target file whose connections are not looked at yet. */
export const targetWithDefaults = z.looseObject({ defaults: defaultsSchema.optional() });

/** The keys of a connection's defaults, by protocol. */
export const DEFAULT_KEYS = { oidc: Object.keys(oidc.shape), saml: Object.keys(saml.shape) } as const;
