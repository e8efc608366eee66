/** The kit in one's own code: `import { startSp } from "jitterbug"`. docs/library.md shows each at work. */
export { JitterbugError } from "../errors.ts";
export { startIdps, type IdpsOptions, type NextSignIn, type RunningIdps, type SignOut } from "./idps.ts";
export {
  defineCall,
  defineHolds,
  type CallContext,
  type HoldsAnswer,
  type HoldsContext,
  type OwnCodeContext,
} from "./own-code.ts";
export { run, type RunOptions, type RunOutcome } from "./run.ts";
export { startSp, type RunningSp, type SignIn, type SignInOptions, type SpOptions } from "./sp.ts";
export { defineTarget, type IdpsTarget, type People, type TargetFile } from "./target.ts";
