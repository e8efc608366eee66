import { anyEmailOfSeveral } from "./any-email-of-several.ts";
import { domainAskedOnce } from "./domain-asked-once.ts";
import { emailCaseSensitive } from "./email-case-sensitive.ts";
import { emailCollision500 } from "./email-collision-500.ts";
import { emailCollisionMerges } from "./email-collision-merges.ts";
import { emailNotSynced } from "./email-not-synced.ts";
import { emailSyncIgnored } from "./email-sync-ignored.ts";
import { emailUntrimmed } from "./email-untrimmed.ts";
import { oldAddressKept } from "./old-address-kept.ts";
import { resetOutlivesAddress } from "./reset-outlives-address.ts";
import { unverifiedStoredVerified } from "./unverified-stored-verified.ts";

export const emailChange = [
  anyEmailOfSeveral,
  domainAskedOnce,
  emailCaseSensitive,
  emailCollision500,
  emailCollisionMerges,
  emailNotSynced,
  emailSyncIgnored,
  emailUntrimmed,
  oldAddressKept,
  resetOutlivesAddress,
  unverifiedStoredVerified,
];
