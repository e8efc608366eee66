/** (check, observation) -> verdict. Pure: no clock, no file, no network, no randomness. */
export { brokeInCompany, judgeCheck } from "./check.ts";
export { asKnown, failuresOf, speaksOf, statesOf, type KnownState } from "./known.ts";
export { withRoots } from "./follow.ts";
export { policyEntries } from "./policy/entries.ts";
export { judgePolicy } from "./policy/index.ts";
export type { PolicyReport } from "./policy/report.ts";
export type { CheckVerdict } from "./verdict.ts";
