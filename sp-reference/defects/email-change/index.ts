import { emailCaseSensitive } from "./email-case-sensitive.ts";
import { emailCollision500 } from "./email-collision-500.ts";
import { emailCollisionMerges } from "./email-collision-merges.ts";
import { emailNotSynced } from "./email-not-synced.ts";
import { emailSyncIgnored } from "./email-sync-ignored.ts";
import { oldAddressKept } from "./old-address-kept.ts";
import { unverifiedStoredVerified } from "./unverified-stored-verified.ts";

export const emailChange = [
  emailCaseSensitive,
  emailCollision500,
  emailCollisionMerges,
  emailNotSynced,
  emailSyncIgnored,
  oldAddressKept,
  unverifiedStoredVerified,
];
