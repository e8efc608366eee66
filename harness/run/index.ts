export type { ControlOptions, OpenControl } from "./control.ts";
export type { ToldSp } from "../idp/port.ts";
export { diffSnapshots } from "../observe/account.ts";
export type { Vault } from "../observe/vault.ts";
export { examine, type Examination } from "./demo.ts";
export type { Foresight } from "./foresight.ts";
export type { DemoSignIn } from "./people.ts";
export type { ConnectionSetup } from "./setup.ts";
