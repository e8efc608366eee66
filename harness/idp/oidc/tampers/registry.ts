import { claims } from "./claims.ts";
import { discovery } from "./discovery.ts";
import { header } from "./header.ts";
import { logoutToken } from "./logout-token.ts";
import { outage } from "./outage.ts";
import { redirect } from "./redirect.ts";
import { signature } from "./signature.ts";
import { subject } from "./subject.ts";
import type { AllDoings } from "./tamper.ts";
import { tokenAnswer } from "./token-answer.ts";
import { userinfoSignature } from "./userinfo-signature.ts";
import { userinfo } from "./userinfo.ts";

/** What every tamper does, by the point at which it acts. The control has no doing: it takes the same way. */
export const DOINGS: AllDoings = {
  discovery,
  subject,
  claims,
  header,
  signature,
  "token-answer": tokenAnswer,
  userinfo,
  "userinfo-signature": userinfoSignature,
  outage,
  redirect,
  "logout-token": logoutToken,
};
