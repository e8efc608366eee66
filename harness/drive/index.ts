export { cleanUp } from "./clean-up.ts";
export { driveCheck, driveVariants, type Parting } from "./drive.ts";
export { LONGEST_WAIT_MS } from "./rate-limited.ts";
export { Ledger } from "./ledger.ts";
export type { OwnCodeContext } from "./own-code.ts";
export type { CallContext } from "./steps/call.ts";
export type { HoldsAnswer, HoldsContext } from "./told.ts";
export type { World } from "./world.ts";
