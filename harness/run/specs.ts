import { defined } from "../defined.ts";
import type { ConnectionSpec } from "../idp/port.ts";
import type { Connection, Target } from "../scenario/model/index.ts";
import { effectivePolicy } from "../scenario/index.ts";
import { metadataSource } from "./sp-metadata.ts";

/** What the IdPs are told of a target's connection. The SP's metadata may be on a host of `allowRemote` too. */
export function specOf(target: Target, connection: Connection, allowRemote: readonly string[]): ConnectionSpec {
  const { name } = connection;
  if (connection.protocol === "oidc") {
    const { client_id, client_secret, client_auth, redirect_uris, claims_in, signing_alg, claims, profile } =
      connection;
    const { issuer_of, audiences, pkce, response_types, response_modes } = connection;
    const { backchannel_logout, frontchannel_logout, par, lifetimes, access_token, userinfo, refresh, clock } =
      connection;
    const given = defined({
      client_secret,
      profile,
      issuer_of,
      audiences,
      pkce,
      response_types,
      response_modes,
      backchannel_logout,
      frontchannel_logout,
      par,
      lifetimes,
      access_token,
      userinfo,
      refresh,
      clock,
    });
    return { protocol: "oidc", name, client_id, ...given, client_auth, redirect_uris, claims_in, signing_alg, claims };
  }
  const { acs, name_id, name_id_of, sign, attributes, sp_metadata, profile } = connection;
  const { sp_entity_id, sp_certificate, encrypt, encryption, next_certificate } = connection;
  const { signature, digest, honours, authn_contexts, single_logout, sign_as_wanted, clock } = connection;
  const key = effectivePolicy(target, connection).identity_key;
  return {
    protocol: "saml",
    name,
    acs,
    name_id,
    sign,
    attributes,
    ...(key?.startsWith("entity_attr:") === true ? { key_attribute: key.slice("entity_attr:".length) } : {}),
    ...defined({ profile, name_id_of, sp_entity_id, sp_certificate, encrypt, encryption, next_certificate }),
    ...defined({ signature, digest, honours, authn_contexts, clock, single_logout, sign_as_wanted }),
    ...(sp_metadata === undefined ? {} : { sp_metadata: metadataSource(target, sp_metadata, allowRemote) }),
  };
}
