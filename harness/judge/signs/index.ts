import { SIGN_NAMES, type Sign } from "../../scenario/model/index.ts";
import type { Ruling } from "../ruling.ts";
import type { Scene } from "../scene.ts";
import { brokeForTakenEmail, brokeWithoutEmail, isBroken } from "./broken.ts";
import {
  ghosts,
  isForgery,
  isNameless,
  keepsEarlierSession,
  lockedOut,
  newcomerTurnedAway,
  toldNothing,
} from "./entry.ts";
import { foundByEmail, foundBySubject, foundByUsername } from "./found.ts";
import { atTheSameMoment, beside, isLost, secondAtSignIn } from "./second.ts";
import { isNotUpdated, isUpdated } from "./updated.ts";

/** One predicate for each sign: a new one is a row here, a name in scenario/model/sign.ts, and nothing else. */
const FOUND: { readonly [S in Sign]: (scene: Scene, rulings: readonly Ruling[]) => boolean } = {
  second_account_at_each_sign_in: secondAtSignIn,
  second_account_at_the_same_moment: atTheSameMoment,
  account_found_by_email: foundByEmail,
  account_found_by_subject: foundBySubject,
  account_found_by_username: foundByUsername,
  broken_by_a_taken_email: brokeForTakenEmail,
  broken_without_an_email: brokeWithoutEmail,
  broken: isBroken,
  second_account_beside_a_known_one: beside,
  earlier_session_kept: keepsEarlierSession,
  account_without_a_session: ghosts,
  nameless_let_in: isNameless,
  forgery_let_in: isForgery,
  lost_account: isLost,
  word_for_nothing_stored: (_, rulings) => isOnly(rulings, "word_for_nothing_stored"),
  role_not_taken_back: (_, rulings) => isSigned(rulings, "role_not_taken_back"),
  role_nobody_gave: (_, rulings) => isSigned(rulings, "role_nobody_gave"),
  role_lost: (_, rulings) => isSigned(rulings, "role_lost"),
  role_missing: (_, rulings) => isSigned(rulings, "role_missing"),
  roles_changed: (_, rulings) => isOnly(rulings, "roles_changed"),
  locked_out: lockedOut,
  newcomer_turned_away: newcomerTurnedAway,
  account_not_updated: isNotUpdated,
  account_updated: isUpdated,
  session_goes_on: (_, rulings) => isSigned(rulings, "session_goes_on"),
  session_ended: (_, rulings) => isSigned(rulings, "session_ended"),
  told_nothing: toldNothing,
};

/** The signs that are found in what was seen of a step and in how it was judged, in the order of the roots. */
export function signsOf(scene: Scene, rulings: readonly Ruling[]): readonly Sign[] {
  return SIGN_NAMES.filter((sign) => FOUND[sign](scene, rulings));
}

/** What only the judge of an expectation knows: which role it was about, for one. */
function isSigned(rulings: readonly Ruling[], sign: Sign): boolean {
  return rulings.some(({ signs }) => signs?.includes(sign) === true);
}

/** It explains nothing else that went wrong beside it. */
function isOnly(rulings: readonly Ruling[], sign: Sign): boolean {
  const wrong = rulings.filter(({ held }) => held === "not_held");
  return wrong.length > 0 && wrong.every(({ signs }) => signs?.includes(sign) === true);
}
