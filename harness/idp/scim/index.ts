/** Provisioning as an IdP does it: accounts and groups are pushed to the SP by SCIM 2.0 (RFC 7643, RFC 7644). */
export { ScimClient, type Pushed } from "./client.ts";
export { ScimTrouble } from "./trouble.ts";
