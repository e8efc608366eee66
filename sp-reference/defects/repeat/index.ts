import { lookupThenInsert } from "./lookup-then-insert.ts";
import { profileNeverUpdated } from "./profile-never-updated.ts";
import { profileSyncIgnored } from "./profile-sync-ignored.ts";

export const repeat = [lookupThenInsert, profileNeverUpdated, profileSyncIgnored];
