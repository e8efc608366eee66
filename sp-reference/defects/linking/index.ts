import { linkAllowedMissing } from "./link-allowed-missing.ts";
import { linkByUsername } from "./link-by-username.ts";
import { linkKeepsPassword } from "./link-keeps-password.ts";
import { linkProofSkipped } from "./link-proof-skipped.ts";
import { linkRebinds } from "./link-rebinds.ts";
import { linkResetsRoles } from "./link-resets-roles.ts";
import { linkStepUpIgnored } from "./link-step-up-ignored.ts";
import { linkUnverifiedEmail } from "./link-unverified-email.ts";
import { missingVerifiedMeansVerified } from "./missing-verified-means-verified.ts";

export const linking = [
  linkAllowedMissing,
  linkByUsername,
  linkKeepsPassword,
  linkProofSkipped,
  linkRebinds,
  linkResetsRoles,
  linkStepUpIgnored,
  linkUnverifiedEmail,
  missingVerifiedMeansVerified,
];
