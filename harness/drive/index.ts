export { cleanUp } from "./clean-up.ts";
export { driveCheck, driveVariants, type Parting } from "./drive.ts";
export { LONGEST_WAIT_MS } from "./rate-limited.ts";
export { Ledger } from "./ledger.ts";
export type { Wait, World } from "./world.ts";
