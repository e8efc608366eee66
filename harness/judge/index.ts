/** (check, observation) -> verdict. Pure: no clock, no file, no network, no randomness. */
export { judgeCheck, type JudgeOptions } from "./check.ts";
export { stepTitle } from "./title.ts";
export { worst } from "./worst.ts";
export type { CheckVerdict, Judgement, StepVerdict, Verdict } from "./verdict.ts";
