export type { ControlOptions, OpenControl } from "./control.ts";
export type { ToldSp } from "../idp/port.ts";
export { examine, startDemo, type Demo, type Examination } from "./demo.ts";
export type { Foresight } from "./foresight.ts";
export type { DemoSignIn } from "./people.ts";
export type { ConnectionSetup, OidcSetup, SamlSetup } from "./setup.ts";
