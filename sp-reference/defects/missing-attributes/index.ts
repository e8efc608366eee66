import { emailVerifiedTruthy } from "./email-verified-truthy.ts";
import { emptyEmailMatches } from "./empty-email-matches.ts";
import { missingEmail500 } from "./missing-email-500.ts";
import { namesOfNothing } from "./names-of-nothing.ts";
import { namesRequired500 } from "./names-required-500.ts";
import { requiredIgnored } from "./required-ignored.ts";
import { usernameAsEmail } from "./username-as-email.ts";

export const missingAttributes = [
  emailVerifiedTruthy,
  emptyEmailMatches,
  missingEmail500,
  namesOfNothing,
  namesRequired500,
  requiredIgnored,
  usernameAsEmail,
];
