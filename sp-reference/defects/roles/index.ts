import { absentGroupsIgnored } from "./absent-groups-ignored.ts";
import { absentGroupsMeanNone } from "./absent-groups-mean-none.ts";
import { defaultRoleEachTime } from "./default-role-each-time.ts";
import { emptyGroupsIgnored } from "./empty-groups-ignored.ts";
import { firstGroupAlone } from "./first-group-alone.ts";
import { groupAskedOfNewcomers } from "./group-asked-of-newcomers.ts";
import { groupStringContains } from "./group-string-contains.ts";
import { groupStringSplit } from "./group-string-split.ts";
import { groupsAskedOfEverybody } from "./groups-asked-of-everybody.ts";
import { groupsNeverSplit } from "./groups-never-split.ts";
import { groupsSplitAtComma } from "./groups-split-at-comma.ts";
import { lastAdminUncounted } from "./last-admin-uncounted.ts";
import { nestedGroupsUnread } from "./nested-groups-unread.ts";
import { overageAskedOfNobody } from "./overage-asked-of-nobody.ts";
import { overageMeansNoGroups } from "./overage-means-no-groups.ts";
import { refreshKeepsRoles } from "./refresh-keeps-roles.ts";
import { requiredGroupByPart } from "./required-group-by-part.ts";
import { requiredGroupOnce } from "./required-group-once.ts";
import { requiredGroupUnread } from "./required-group-unread.ts";
import { roleByCollation } from "./role-by-collation.ts";
import { roleByNumber } from "./role-by-number.ts";
import { roleBySubstring } from "./role-by-substring.ts";
import { roleByUsername } from "./role-by-username.ts";
import { roleInAnyLetters } from "./role-in-any-letters.ts";
import { rolesNeverRevoked } from "./roles-never-revoked.ts";
import { rolesOfAllGroups } from "./roles-of-all-groups.ts";
import { rolesOfOneOrigin } from "./roles-of-one-origin.ts";
import { rolesRaisedLater } from "./roles-raised-later.ts";
import { rolesWipedOnSignIn } from "./roles-wiped-on-sign-in.ts";
import { rolesWipedWithoutGroups } from "./roles-wiped-without-groups.ts";

export const roles = [
  absentGroupsIgnored,
  absentGroupsMeanNone,
  defaultRoleEachTime,
  emptyGroupsIgnored,
  firstGroupAlone,
  groupAskedOfNewcomers,
  groupStringContains,
  groupStringSplit,
  groupsAskedOfEverybody,
  groupsNeverSplit,
  groupsSplitAtComma,
  lastAdminUncounted,
  nestedGroupsUnread,
  overageAskedOfNobody,
  overageMeansNoGroups,
  refreshKeepsRoles,
  requiredGroupByPart,
  requiredGroupOnce,
  requiredGroupUnread,
  roleByCollation,
  roleByNumber,
  roleBySubstring,
  roleByUsername,
  roleInAnyLetters,
  rolesNeverRevoked,
  rolesOfAllGroups,
  rolesOfOneOrigin,
  rolesRaisedLater,
  rolesWipedOnSignIn,
  rolesWipedWithoutGroups,
];
