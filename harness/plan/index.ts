/** Scenarios x protocols x profiles x policy tuples -> checks. Pure: no clock, no file, no network, no randomness. */
export { bareScenario } from "./bare.ts";
export { isOfDirectory, isOfUnused } from "./beyond.ts";
export { isLeftOut } from "./frozen.ts";
export { completePerson } from "./people.ts";
export { makePlan, type TupleChoice } from "./plan.ts";
export { matchesId, shardOf, type PlanSelection } from "./select.ts";
export { isForged } from "./corrupting.ts";
export { mayEnter, movedTo, sharesControls, together } from "./together.ts";
export { unableToFollow } from "./vendor.ts";
export type { Check, Plan } from "./check.ts";
export type { Withheld } from "./leave.ts";
