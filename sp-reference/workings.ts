import { credentialSteps, type CredentialSteps } from "./accounts/credentials.ts";
import { resetRules, type ResetRules } from "./accounts/reset.ts";
import { SCHEMA } from "./accounts/schema.ts";
import { provisioningSteps, type ProvisioningSteps } from "./accounts/steps.ts";
import { auditRules, type AuditRules } from "./audit/rules.ts";
import { frontDoorRules, type FrontDoorRules } from "./app/front-door.ts";
import { pageRules, type PageRules } from "./app/rules.ts";
import { bootSteps, type BootSteps } from "./app/boot.ts";
import { decisionRules, type DecisionRules } from "./decision/rules.ts";
import { mappingRules, type MappingRules } from "./mapping/rules.ts";
import { oidcSteps, type OidcSteps } from "./oidc/steps.ts";
import { samlSteps, type SamlSteps } from "./saml/steps.ts";
import { scimSteps, type ScimSteps } from "./scim/steps.ts";
import { sessionSteps, type SessionSteps } from "./session/session.ts";

/**
 * Every part of this SP that decides something, in one place and exchangeable. Nothing but defects/ ever exchanges
 * one: so the model code itself carries no switch, and a defect is seen as what it is, the same part written badly.
 */
export interface Workings {
  readonly boot: BootSteps;
  readonly schema: string;
  readonly mapping: MappingRules;
  readonly decision: DecisionRules;
  readonly provisioning: ProvisioningSteps;
  readonly credentials: CredentialSteps;
  readonly reset: ResetRules;
  readonly session: SessionSteps;
  readonly oidc: OidcSteps;
  readonly saml: SamlSteps;
  readonly scim: ScimSteps;
  readonly page: PageRules;
  readonly frontDoor: FrontDoorRules;
  readonly audit: AuditRules;
}

export const workings: Workings = {
  boot: bootSteps,
  schema: SCHEMA,
  mapping: mappingRules,
  decision: decisionRules,
  provisioning: provisioningSteps,
  credentials: credentialSteps,
  reset: resetRules,
  session: sessionSteps,
  oidc: oidcSteps,
  saml: samlSteps,
  scim: scimSteps,
  page: pageRules,
  frontDoor: frontDoorRules,
  audit: auditRules,
};
