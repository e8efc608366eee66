import { absentNamesCleared } from "./absent-names-cleared.ts";
import { absentNamesKept } from "./absent-names-kept.ts";
import { emailComparedByBeginning } from "./email-compared-by-beginning.ts";
import { emailListJoined } from "./email-list-joined.ts";
import { emailStoredCut } from "./email-stored-cut.ts";
import { emailClaimsUnread } from "./email-claims-unread.ts";
import { emailUnchecked } from "./email-unchecked.ts";
import { emailVerifiedTruthy } from "./email-verified-truthy.ts";
import { emptyEmailMatches } from "./empty-email-matches.ts";
import { groupsByMemberName } from "./groups-by-member-name.ts";
import { groupsOfAnyShape } from "./groups-of-any-shape.ts";
import { missingEmail500 } from "./missing-email-500.ts";
import { nameColumnNarrow } from "./name-column-narrow.ts";
import { namesOfNothing } from "./names-of-nothing.ts";
import { namesRequired500 } from "./names-required-500.ts";
import { nullEmailMatches } from "./null-email-matches.ts";
import { requiredIgnored } from "./required-ignored.ts";
import { usernameAsEmail } from "./username-as-email.ts";
import { usernameForWantOfAnEmail } from "./username-for-want-of-an-email.ts";

export const missingAttributes = [
  absentNamesCleared,
  absentNamesKept,
  emailComparedByBeginning,
  emailListJoined,
  emailStoredCut,
  emailClaimsUnread,
  emailUnchecked,
  emailVerifiedTruthy,
  emptyEmailMatches,
  groupsByMemberName,
  groupsOfAnyShape,
  missingEmail500,
  nameColumnNarrow,
  namesOfNothing,
  namesRequired500,
  nullEmailMatches,
  requiredIgnored,
  usernameAsEmail,
  usernameForWantOfAnEmail,
];
