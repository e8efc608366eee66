import { deactivatedKeepsKey } from "./deactivated-keeps-key.ts";
import { deactivatedSignsIn } from "./deactivated-signs-in.ts";
import { deactivatedStaysIn } from "./deactivated-stays-in.ts";
import { deletedForgotten } from "./deleted-forgotten.ts";
import { lastSignInAtCreation } from "./last-sign-in-at-creation.ts";
import { lastSignInByPassword } from "./last-sign-in-by-password.ts";
import { refreshRefusedGoesOn } from "./refresh-refused-goes-on.ts";
import { refusedAndWritten } from "./refused-and-written.ts";
import { resetReactivates } from "./reset-reactivates.ts";
import { scimActiveBesideAccount } from "./scim-active-beside-account.ts";
import { scimActiveTruthy } from "./scim-active-truthy.ts";
import { scimActiveUnreadAtCreation } from "./scim-active-unread-at-creation.ts";
import { scimAddReplaces } from "./scim-add-replaces.ts";
import { scimAdoptsAnywhere } from "./scim-adopts-anywhere.ts";
import { scimAlwaysInserts } from "./scim-always-inserts.ts";
import { scimChangeReactivates } from "./scim-change-reactivates.ts";
import { scimChangesAnyone } from "./scim-changes-anyone.ts";
import { scimDepartedForGood } from "./scim-departed-for-good.ts";
import { scimDepartedForgotten } from "./scim-departed-forgotten.ts";
import { scimFilterUnread } from "./scim-filter-unread.ts";
import { scimFindByLike } from "./scim-find-by-like.ts";
import { scimFindContains } from "./scim-find-contains.ts";
import { scimFindLetterByLetter } from "./scim-find-letter-by-letter.ts";
import { scimFindsAnybody } from "./scim-finds-anybody.ts";
import { scimFirstOperationOnly } from "./scim-first-operation-only.ts";
import { scimGroupGoneRolesStay } from "./scim-group-gone-roles-stay.ts";
import { scimGroupRolesByNameOfNow } from "./scim-group-roles-by-name-of-now.ts";
import { scimGroupTakesAnyone } from "./scim-group-takes-anyone.ts";
import { scimIgnoresSwitch } from "./scim-ignores-switch.ts";
import { scimKeepsRolesByName } from "./scim-keeps-roles-by-name.ts";
import { scimLastOperationOnly } from "./scim-last-operation-only.ts";
import { scimLeavesSessions } from "./scim-leaves-sessions.ts";
import { scimListsEverybody } from "./scim-lists-everybody.ts";
import { scimMailPathPassedOver } from "./scim-mail-path-passed-over.ts";
import { scimMatchActiveOnly } from "./scim-match-active-only.ts";
import { scimMatchByUsernameToo } from "./scim-match-by-username-too.ts";
import { scimNeedsPath } from "./scim-needs-path.ts";
import { scimOutsideOrganization } from "./scim-outside-organization.ts";
import { scimPathFilterDropped } from "./scim-path-filter-dropped.ts";
import { scimPathFilterPassedOver } from "./scim-path-filter-passed-over.ts";
import { scimRemoveValueUnread } from "./scim-remove-value-unread.ts";
import { scimRenameTakesName } from "./scim-rename-takes-name.ts";
import { scimReplaceByUsername } from "./scim-replace-by-username.ts";
import { scimShowsAnyone } from "./scim-shows-anyone.ts";
import { scimStartIndexAsPage } from "./scim-start-index-as-page.ts";
import { scimStartIndexUnread } from "./scim-start-index-unread.ts";
import { scimTakesAnyToken } from "./scim-takes-any-token.ts";
import { scimTokenOfAnyone } from "./scim-token-of-anyone.ts";
import { scimUsernameNotUnique } from "./scim-username-not-unique.ts";
import { ssoRestoresScimRoles } from "./sso-restores-scim-roles.ts";
import { ssoWipesScimRoles } from "./sso-wipes-scim-roles.ts";

export const lifecycle = [
  deactivatedKeepsKey,
  deactivatedSignsIn,
  deactivatedStaysIn,
  lastSignInAtCreation,
  lastSignInByPassword,
  refreshRefusedGoesOn,
  refusedAndWritten,
  scimOutsideOrganization,
  scimMatchByUsernameToo,
  scimAlwaysInserts,
  scimShowsAnyone,
  scimTakesAnyToken,
  scimUsernameNotUnique,
  resetReactivates,
  scimActiveBesideAccount,
  scimActiveTruthy,
  scimNeedsPath,
  scimChangeReactivates,
  scimDepartedForgotten,
  scimChangesAnyone,
  scimDepartedForGood,
  deletedForgotten,
  ssoWipesScimRoles,
  ssoRestoresScimRoles,
  scimLeavesSessions,
  scimIgnoresSwitch,
  scimAdoptsAnywhere,
  scimPathFilterDropped,
  scimPathFilterPassedOver,
  scimAddReplaces,
  scimRemoveValueUnread,
  scimMailPathPassedOver,
  scimListsEverybody,
  scimFindsAnybody,
  scimFilterUnread,
  scimFindLetterByLetter,
  scimFindContains,
  scimFindByLike,
  scimMatchActiveOnly,
  scimActiveUnreadAtCreation,
  scimKeepsRolesByName,
  scimGroupGoneRolesStay,
  scimGroupRolesByNameOfNow,
  scimStartIndexUnread,
  scimStartIndexAsPage,
  scimTokenOfAnyone,
  scimFirstOperationOnly,
  scimLastOperationOnly,
  scimReplaceByUsername,
  scimRenameTakesName,
  scimGroupTakesAnyone,
];
