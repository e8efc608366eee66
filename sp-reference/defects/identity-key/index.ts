import { createsBeforeVerify } from "./creates-before-verify.ts";
import { createsEachTime } from "./creates-each-time.ts";
import { identityAddedEachTime } from "./identity-added-each-time.ts";
import { keyByConnection } from "./key-by-connection.ts";
import { keyByEmail } from "./key-by-email.ts";
import { keyByNameid } from "./key-by-nameid.ts";
import { keyBySubjectOnly } from "./key-by-subject-only.ts";
import { keyByUsername } from "./key-by-username.ts";
import { keyOrNameid } from "./key-or-nameid.ts";
import { missingSubjectAccepted } from "./missing-subject-accepted.ts";
import { subjectAsNumber } from "./subject-as-number.ts";
import { subjectByPattern } from "./subject-by-pattern.ts";
import { subjectCaseFolded } from "./subject-case-folded.ts";
import { subjectCutShort } from "./subject-cut-short.ts";
import { subjectNormalized } from "./subject-normalized.ts";
import { subjectTakenApart } from "./subject-taken-apart.ts";
import { subjectTrimmed } from "./subject-trimmed.ts";
import { transientAsKey } from "./transient-as-key.ts";

export const identityKey = [
  createsBeforeVerify,
  createsEachTime,
  identityAddedEachTime,
  keyByConnection,
  keyByEmail,
  keyByNameid,
  keyBySubjectOnly,
  keyByUsername,
  keyOrNameid,
  missingSubjectAccepted,
  subjectAsNumber,
  subjectByPattern,
  subjectCaseFolded,
  subjectCutShort,
  subjectNormalized,
  subjectTakenApart,
  subjectTrimmed,
  transientAsKey,
];
