import { accountKeptWithoutRoles } from "./account-kept-without-roles.ts";
import { begunOncePerBrowser } from "./begun-once-per-browser.ts";
import { defaultRoleAndMore } from "./default-role-and-more.ts";
import { defaultRoleMissing } from "./default-role-missing.ts";
import { ghostRowOnRefusal } from "./ghost-row-on-refusal.ts";
import { identityNotStored } from "./identity-not-stored.ts";
import { jitOffIgnored } from "./jit-off-ignored.ts";
import { jitOffRefusesExisting } from "./jit-off-refuses-existing.ts";
import { jitOffRefusesKnown } from "./jit-off-refuses-known.ts";
import { nobodyWithoutARole } from "./nobody-without-a-role.ts";
import { passwordGuessable } from "./password-guessable.ts";
import { pendingIgnored } from "./pending-ignored.ts";
import { refusalBounces } from "./refusal-bounces.ts";
import { refusalLoops } from "./refusal-loops.ts";
import { refusalSilent } from "./refusal-silent.ts";
import { resetGivesPassword } from "./reset-gives-password.ts";
import { returnToForgotten } from "./return-to-forgotten.ts";

export const firstLogin = [
  accountKeptWithoutRoles,
  begunOncePerBrowser,
  defaultRoleAndMore,
  defaultRoleMissing,
  ghostRowOnRefusal,
  identityNotStored,
  jitOffIgnored,
  jitOffRefusesExisting,
  jitOffRefusesKnown,
  nobodyWithoutARole,
  passwordGuessable,
  pendingIgnored,
  refusalBounces,
  refusalLoops,
  refusalSilent,
  resetGivesPassword,
  returnToForgotten,
];
