import type { Connection, Json, Policy } from "../scenario/model/index.ts";
import { hasEmailNameId, hasTransientNameId, isEmailKey, isTransientKey } from "./people.ts";
import { rowKey } from "./traits.ts";

/**
 * What of a connection, beside its policy, an SP may treat in its own way: two that differ in it are judged both,
 * because code that reads the groups, the names or the key of one may well not be the code that reads the other's.
 */
export function shapeOf(connection: Connection, policy: Policy): string {
  const { protocol, profile, roles } = connection;
  const names = protocol === "oidc" ? connection.claims : connection.attributes;
  const shape: Json = {
    profile: profile ?? null,
    // Whether there is a default role is a knob, and its name nothing that code depends on.
    roles: [roles.mapped.one, roles.mapped.two].map((role) => JSON.stringify(role ?? null)),
    names: Object.entries(names)
      .map(([claim, name]) => `${claim}=${name}`)
      .toSorted(),
    key: [rowKey(connection, policy), isEmailKey(connection, policy), isTransientKey(connection, policy)],
    name_id: [hasEmailNameId(connection), hasTransientNameId(connection)],
  };
  return JSON.stringify(shape);
}

/**
 * What of a connection decides which bytes of a Response are signed, and whether they can be read as they are sent: the
 * code that verifies what is encrypted, or what is signed as a whole, may well not be the code that verifies the rest.
 */
export function sealOf(connection: Connection): string {
  if (connection.protocol !== "saml") return "";
  const { sign, encrypt } = connection;
  return JSON.stringify([sign, encrypt !== undefined]);
}

/**
 * How an SP is told of a sign-out: by HTTP-Redirect the signature stands in the query and the browser brings its cookie,
 * by HTTP-POST it stands in the message and a cookie of SameSite=Lax stays at home (RFC 6265bis). Empty where that
 * is the back channel, or left to the metadata of an SP.
 */
export function logoutOf(connection: Connection): string {
  if (connection.protocol !== "saml") return "";
  const { single_logout } = connection;
  return typeof single_logout === "object" ? single_logout.binding : "";
}
