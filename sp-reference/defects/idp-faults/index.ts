import { accountBeforeSlowUserinfo } from "./account-before-slow-userinfo.ts";
import { accountBeforeUserinfo } from "./account-before-userinfo.ts";
import { clockSkewFixed } from "./clock-skew-fixed.ts";
import { deniedAnswerBreaks } from "./denied-answer-breaks.ts";
import { discoveryFailureKept } from "./discovery-failure-kept.ts";
import { firstCertificateAlone } from "./first-certificate-alone.ts";
import { halfAnHourOfSkew } from "./half-an-hour-of-skew.ts";
import { idpsAskedAtStart } from "./idps-asked-at-start.ts";
import { jwksFailureKept } from "./jwks-failure-kept.ts";
import { keysFetchedOnce } from "./keys-fetched-once.ts";
import { nestedReadByItself } from "./nested-read-by-itself.ts";
import { refusalWordsRaw } from "./refusal-words-raw.ts";
import { rolesKeptWithoutUserinfo } from "./roles-kept-without-userinfo.ts";
import { vastAnswerBreaks } from "./vast-answer-breaks.ts";

export const idpFaults = [
  accountBeforeSlowUserinfo,
  accountBeforeUserinfo,
  clockSkewFixed,
  deniedAnswerBreaks,
  discoveryFailureKept,
  firstCertificateAlone,
  halfAnHourOfSkew,
  idpsAskedAtStart,
  jwksFailureKept,
  keysFetchedOnce,
  nestedReadByItself,
  refusalWordsRaw,
  rolesKeptWithoutUserinfo,
  vastAnswerBreaks,
];
