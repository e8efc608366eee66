/** Provisioning as an IdP does it: accounts and groups are pushed to the SP by SCIM 2.0 (RFC 7643, RFC 7644). */
export { ScimClient, type Claims, type GroupPush, type Pushed, type ScimClientOptions, type Whom } from "./client.ts";
export type { Patience } from "./exchange.ts";
export type { ScimReply, ScimRequest, ScimSend } from "./port.ts";
export { ScimTrouble } from "./trouble.ts";
