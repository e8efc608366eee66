import { joinBegunAnywhere } from "./join-begun-anywhere.ts";
import { joinFollowsAddress } from "./join-follows-address.ts";
import { joinTakesIdentity } from "./join-takes-identity.ts";
import { linkAllowedMissing } from "./link-allowed-missing.ts";
import { linkAnyDomain } from "./link-any-domain.ts";
import { linkByCanonicalAddress } from "./link-by-canonical-address.ts";
import { linkByFoldedAddress } from "./link-by-folded-address.ts";
import { linkByPattern } from "./link-by-pattern.ts";
import { linkByUsername } from "./link-by-username.ts";
import { linkConflictApart } from "./link-conflict-apart.ts";
import { linkDomainByEnding } from "./link-domain-by-ending.ts";
import { linkKeepsIdentities } from "./link-keeps-identities.ts";
import { linkKeepsPassword } from "./link-keeps-password.ts";
import { linkPassesOverBound } from "./link-passes-over-bound.ts";
import { linkProofSkipped } from "./link-proof-skipped.ts";
import { linkRebinds } from "./link-rebinds.ts";
import { linkResetsRoles } from "./link-resets-roles.ts";
import { linkRoleUnasked } from "./link-role-unasked.ts";
import { linkStatusUnasked } from "./link-status-unasked.ts";
import { linkStepUpIgnored } from "./link-step-up-ignored.ts";
import { linkTakesFirst } from "./link-takes-first.ts";
import { linkUnverifiedEmail } from "./link-unverified-email.ts";
import { missingVerifiedMeansVerified } from "./missing-verified-means-verified.ts";

export const linking = [
  joinBegunAnywhere,
  joinFollowsAddress,
  joinTakesIdentity,
  linkAllowedMissing,
  linkAnyDomain,
  linkByCanonicalAddress,
  linkByFoldedAddress,
  linkByPattern,
  linkByUsername,
  linkConflictApart,
  linkDomainByEnding,
  linkKeepsIdentities,
  linkKeepsPassword,
  linkPassesOverBound,
  linkProofSkipped,
  linkRebinds,
  linkResetsRoles,
  linkRoleUnasked,
  linkStatusUnasked,
  linkStepUpIgnored,
  linkTakesFirst,
  linkUnverifiedEmail,
  missingVerifiedMeansVerified,
];
