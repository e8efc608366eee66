/**
 * What tells one fault from another in what was seen of a step. A sign is a predicate over observations: its meaning
 * stands here, how it is found in judge/signs. The order is that of the roots: where two of them are found, the first
 * explains the other.
 */
export const SIGNS = {
  second_account_at_each_sign_in: "somebody who has an account got another one by signing in again",
  second_account_at_the_same_moment: "sign-ins at the same moment made several accounts of one person",
  account_found_by_email: "the address led to an account, or away from one, and not the identity",
  account_found_by_subject: "the subject led to an account of another issuer's person",
  account_found_by_username: "the username led to somebody else's account",
  broken_by_a_taken_email: "the sign-in broke of somebody whose address another account has",
  broken_without_an_email: "the sign-in broke of somebody without an address",
  broken: "the sign-in broke: a crash, a loop, a hang",
  second_account_beside_a_known_one: "an account was made beside one that has the same address",
  earlier_session_kept: "the browser is in the session in which it was before the sign-in",
  account_without_a_session: "the sign-in failed, and an account is there all the same",
  nameless_let_in: "a message that names nobody properly let somebody in",
  forgery_let_in: "a corrupted message let somebody in",
  lost_account: "an account is gone",
  word_for_nothing_stored: "a word for nothing (undefined, null) stands where the IdP sent nothing",
  role_not_taken_back: "the account kept a role that it must not have any more",
  role_nobody_gave: "the account has a role that it must not have",
  role_lost: "the account lost a role that it must keep",
  role_missing: "the account lacks a role that it must have",
  roles_changed: "the roles of an account changed, and nothing else of it, where nothing of it should",
  locked_out: "somebody who has an account was not let in",
  newcomer_turned_away: "somebody who has no account was not let in",
  account_not_updated: "what the IdP says has changed, and the account is as before",
  account_updated: "what the IdP says has changed, and the account with it",
  session_goes_on: "a session goes on that must have ended",
  session_ended: "a session has ended that must go on",
  told_nothing: "who was not let in was told nothing",
} as const;

export type Sign = keyof typeof SIGNS;
export const SIGN_NAMES = Object.keys(SIGNS) as readonly Sign[];

/** What a scenario is made for, so that the others give way to it. */
export const SITUATIONS = ["email_as_key", "transient_key"] as const;
export type Situation = (typeof SITUATIONS)[number];
