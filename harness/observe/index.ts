export * from "./account.ts";
export * from "./decode.ts";
export type * from "./exchange.ts";
export type * from "./observation.ts";
export * from "./redact.ts";
export type * from "./snapshot.ts";
export * from "./vault.ts";
