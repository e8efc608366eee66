import { begunInOnePlace } from "./begun-in-one-place.ts";
import { callbackAgainBreaks } from "./callback-again-breaks.ts";
import { editedNamesHealed } from "./edited-names-healed.ts";
import { lookupThenInsert } from "./lookup-then-insert.ts";
import { profileNeverUpdated } from "./profile-never-updated.ts";
import { profileSyncIgnored } from "./profile-sync-ignored.ts";
import { unchangedLoggedAsUpdated } from "./unchanged-logged-as-updated.ts";

export const repeat = [
  begunInOnePlace,
  callbackAgainBreaks,
  editedNamesHealed,
  lookupThenInsert,
  profileNeverUpdated,
  profileSyncIgnored,
  unchangedLoggedAsUpdated,
];
