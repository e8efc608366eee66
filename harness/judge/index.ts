/** (check, observation) -> verdict. Pure: no clock, no file, no network, no randomness. */
export { judgeCheck } from "./check.ts";
export { withRoots } from "./follow.ts";
export type { CheckVerdict } from "./verdict.ts";
