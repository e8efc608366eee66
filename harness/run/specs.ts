import type { ConnectionSpec } from "../idp/port.ts";
import type { Connection, Target } from "../scenario/model/index.ts";
import { effectivePolicy } from "../scenario/index.ts";

/** What the IdPs are told of a target's connection. */
export function specOf(target: Target, connection: Connection): ConnectionSpec {
  const { name } = connection;
  if (connection.protocol === "oidc") {
    const { client_id, client_secret, client_auth, redirect_uris, claims_in, signing_alg, claims } = connection;
    const secret = client_secret === undefined ? {} : { client_secret };
    return { protocol: "oidc", name, client_id, ...secret, client_auth, redirect_uris, claims_in, signing_alg, claims };
  }
  const { sp_entity_id, acs, name_id, sign, attributes } = connection;
  const key = effectivePolicy(target, connection).identity_key;
  const keyAttribute =
    key?.startsWith("entity_attr:") === true ? { key_attribute: key.slice("entity_attr:".length) } : {};
  return { protocol: "saml", name, sp_entity_id, acs, name_id, sign, attributes, ...keyAttribute };
}
