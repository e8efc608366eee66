export { Accounts } from "./accounts.ts";
export { normalizeRow } from "./normalize.ts";
export { observeError } from "./error.ts";
export { adviceOnRestless } from "./restless.ts";
export type { Lag } from "./lag.ts";
export type { AccountsReader, Blank, Look, Overview, Row } from "./port.ts";
