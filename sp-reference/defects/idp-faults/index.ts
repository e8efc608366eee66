import { accountBeforeUserinfo } from "./account-before-userinfo.ts";
import { deniedAnswerBreaks } from "./denied-answer-breaks.ts";
import { halfAnHourOfSkew } from "./half-an-hour-of-skew.ts";
import { rolesKeptWithoutUserinfo } from "./roles-kept-without-userinfo.ts";

export const idpFaults = [accountBeforeUserinfo, deniedAnswerBreaks, halfAnHourOfSkew, rolesKeptWithoutUserinfo];
