export { examine, startDemo, startIdpsFor, type Demo, type Examination } from "./demo.ts";
export type { DemoSignIn } from "./people.ts";
export type { ConnectionSetup, OidcSetup, SamlSetup } from "./setup.ts";
