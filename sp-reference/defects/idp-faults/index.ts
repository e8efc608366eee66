import { accountBeforeUserinfo } from "./account-before-userinfo.ts";
import { deniedAnswerBreaks } from "./denied-answer-breaks.ts";
import { rolesKeptWithoutUserinfo } from "./roles-kept-without-userinfo.ts";

export const idpFaults = [accountBeforeUserinfo, deniedAnswerBreaks, rolesKeptWithoutUserinfo];
