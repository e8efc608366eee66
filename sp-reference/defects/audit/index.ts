import { answerLoggedWhole } from "./answer-logged-whole.ts";
import { changesUnlogged } from "./changes-unlogged.ts";
import { deactivationUnlogged } from "./deactivation-unlogged.ts";
import { linkLoggedAsSignIn } from "./link-logged-as-sign-in.ts";
import { loggedOfNobody } from "./logged-of-nobody.ts";
import { newcomersUnlogged } from "./newcomers-unlogged.ts";
import { refusalLoggedInGeneral } from "./refusal-logged-in-general.ts";
import { refusalsUnlogged } from "./refusals-unlogged.ts";
import { rolesUnlogged } from "./roles-unlogged.ts";

export const audit = [
  answerLoggedWhole,
  changesUnlogged,
  deactivationUnlogged,
  linkLoggedAsSignIn,
  loggedOfNobody,
  newcomersUnlogged,
  refusalLoggedInGeneral,
  refusalsUnlogged,
  rolesUnlogged,
];
