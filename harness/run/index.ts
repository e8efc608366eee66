export type { ConnectionFacts } from "../idp/port.ts";
export { examine, startDemo, startIdpsFor, type Demo } from "./demo.ts";
export type { DemoSignIn } from "./people.ts";
