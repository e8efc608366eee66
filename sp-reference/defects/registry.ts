import { admissionDefects } from "./admission.ts";
import { byHandDefects } from "./by-hand.ts";
import type { Defect } from "./defect.ts";
import { emailDefects } from "./email.ts";
import { identityDefects } from "./identity.ts";
import { invitationDefects } from "./invitations.ts";
import { joiningDefects } from "./joining.ts";
import { linkingDefects } from "./linking.ts";
import { protocolDefects } from "./protocol.ts";
import { provisioningDefects } from "./provisioning.ts";
import { redirectDefects } from "./redirects.ts";
import { roleDefects } from "./roles.ts";

/**
 * Every deliberate fault, off unless SP_DEFECTS names it. They exist so that a test suite can be seen to fail:
 * a check that no defect turns red has proven nothing.
 */
const all = [
  ...identityDefects,
  ...linkingDefects,
  ...joiningDefects,
  ...emailDefects,
  ...admissionDefects,
  ...roleDefects,
  ...provisioningDefects,
  ...protocolDefects,
  ...byHandDefects,
  ...invitationDefects,
  ...redirectDefects,
] as const;

export type DefectId = (typeof all)[number]["id"];
export const DEFECTS: readonly (Defect & { readonly id: DefectId })[] = all;

export class UnknownDefect extends Error {
  override readonly name = "UnknownDefect";
}

/** The ids in a comma-separated list. Throws UnknownDefect: a misspelt defect must not pass for a sound SP. */
export function parseDefects(list: string): readonly DefectId[] {
  return list
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "")
    .map((id) => {
      const defect = DEFECTS.find((candidate) => candidate.id === id);
      if (defect === undefined) {
        throw new UnknownDefect(`SP_DEFECTS: there is no defect ${id}. --list-defects prints them all.`);
      }
      return defect.id;
    });
}
