/** Every profile. A new one is a file and a line here. */
import { adfs } from "./adfs.ts";
import { auth0 } from "./auth0.ts";
import { entra } from "./entra.ts";
import { google } from "./google.ts";
import { jumpcloud } from "./jumpcloud.ts";
import { keycloak } from "./keycloak.ts";
import { okta } from "./okta.ts";
import { onelogin } from "./onelogin.ts";
import { ping } from "./ping.ts";
import { plain } from "./plain.ts";
import type { Profile } from "./profile.ts";
import { shibboleth } from "./shibboleth.ts";

export const PROFILES: { readonly [name: string]: Profile } = {
  plain,
  okta,
  entra,
  google,
  adfs,
  onelogin,
  ping,
  keycloak,
  shibboleth,
  auth0,
  jumpcloud,
};
