import { audit } from "./audit/index.ts";
import type { Defect } from "./defect.ts";
import { emailChange } from "./email-change/index.ts";
import { firstLogin } from "./first-login/index.ts";
import { identityKey } from "./identity-key/index.ts";
import { idpFaults } from "./idp-faults/index.ts";
import { interop } from "./interop/index.ts";
import { invitations } from "./invitations/index.ts";
import { lifecycle } from "./lifecycle/index.ts";
import { linking } from "./linking/index.ts";
import { mapping } from "./mapping/index.ts";
import { missingAttributes } from "./missing-attributes/index.ts";
import { oidcTokens } from "./oidc-tokens/index.ts";
import { repeat } from "./repeat/index.ts";
import { roles } from "./roles/index.ts";
import { samlResponses } from "./saml-responses/index.ts";
import { sessions } from "./sessions/index.ts";
import { tenancy } from "./tenancy/index.ts";

/**
 * Every deliberate fault by its pack, off unless SP_DEFECTS names it. They exist so that a test suite can be seen to
 * fail: a check that no defect turns red has proven nothing.
 */
export const PACKS: { readonly [pack: string]: readonly Defect[] } = {
  "identity-key": identityKey,
  "first-login": firstLogin,
  repeat,
  "email-change": emailChange,
  linking,
  "missing-attributes": missingAttributes,
  mapping,
  roles,
  tenancy,
  invitations,
  lifecycle,
  sessions,
  "oidc-tokens": oidcTokens,
  "saml-responses": samlResponses,
  "idp-faults": idpFaults,
  interop,
  audit,
};

export const DEFECTS: readonly Defect[] = Object.values(PACKS).flat();

export class UnknownDefect extends Error {
  override readonly name = "UnknownDefect";
}

/** The ids in a comma-separated list. Throws UnknownDefect: a misspelt defect must not pass for a sound SP. */
export function parseDefects(list: string): readonly string[] {
  const ids = list
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
  ids.forEach(known);
  return ids;
}

/** Throws UnknownDefect. */
export function known(id: string): Defect {
  const defect = DEFECTS.find((candidate) => candidate.id === id);
  if (defect === undefined) {
    throw new UnknownDefect(`SP_DEFECTS: there is no defect ${id}. --list-defects prints them all.`);
  }
  return defect;
}
