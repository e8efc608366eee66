import { createsBeforeVerify } from "./creates-before-verify.ts";
import { createsEachTime } from "./creates-each-time.ts";
import { identityAddedEachTime } from "./identity-added-each-time.ts";
import { keyByEmail } from "./key-by-email.ts";
import { keyByNameid } from "./key-by-nameid.ts";
import { keyBySubjectOnly } from "./key-by-subject-only.ts";
import { keyByUsername } from "./key-by-username.ts";
import { missingSubjectAccepted } from "./missing-subject-accepted.ts";
import { subjectCaseFolded } from "./subject-case-folded.ts";
import { subjectCutShort } from "./subject-cut-short.ts";
import { subjectTakenApart } from "./subject-taken-apart.ts";
import { transientAsKey } from "./transient-as-key.ts";

export const identityKey = [
  createsBeforeVerify,
  createsEachTime,
  identityAddedEachTime,
  keyByEmail,
  keyByNameid,
  keyBySubjectOnly,
  keyByUsername,
  missingSubjectAccepted,
  subjectCaseFolded,
  subjectCutShort,
  subjectTakenApart,
  transientAsKey,
];
