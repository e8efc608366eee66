import * as client from "openid-client";
import type { OidcConnection } from "../config/model.ts";
import type { OidcClients } from "./clients.ts";

/** Where the identity provider leads whoever has signed out there. */
export const SIGNED_OUT = "/signed-out";

/**
 * Where somebody is sent to sign out at the identity provider, too (OpenID Connect RP-Initiated Logout 1.0, 2); null
 * where the provider has no such address, or says nothing at the moment: they are signed out here all the same.
 */
export async function signOutAddress(
  connection: OidcConnection,
  clients: OidcClients,
  baseUrl: string,
): Promise<string | null> {
  try {
    return await clients.use(connection, async (config) =>
      config.serverMetadata().end_session_endpoint === undefined
        ? null
        : client.buildEndSessionUrl(config, { post_logout_redirect_uri: baseUrl + SIGNED_OUT }).href,
    );
  } catch {
    return null;
  }
}
