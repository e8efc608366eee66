export type { ConnectionFacts } from "../idp/port.ts";
export { examine, startDemo, startIdpsFor, type Demo, type Running } from "./demo.ts";
export type { RunOptions, RunResult, Selection } from "./options.ts";
export type { DemoSignIn } from "./people.ts";
export { runSuite } from "./run-suite.ts";
export { selftest, type SelftestOptions, type SelftestProgress, type SelftestResult } from "./selftest.ts";
