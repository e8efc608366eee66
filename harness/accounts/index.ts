export { Accounts } from "./accounts.ts";
export { filters } from "./filters.ts";
export { normalizeRow, textOf } from "./normalize.ts";
export { observeError } from "./error.ts";
export { adviceOnRestless } from "./restless.ts";
export type { Lag } from "./lag.ts";
export type { AccountsReader, Blank, Look, Looked, Overview, Row } from "./port.ts";
