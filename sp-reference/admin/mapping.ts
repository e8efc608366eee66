import type { Connection } from "../config/model.ts";
import type { NewMapping } from "./schema.ts";

/** The connection as its customer's identity provider is now. Pure. */
export function remapped(connection: Connection, { issuer, metadata_url, ...wanted }: NewMapping): Connection {
  const { attributes = {}, groups_separator: separator, required_group: required, roles } = wanted;
  const { policy } = connection;
  const common = {
    attributes: { ...connection.attributes, ...attributes },
    groupsSeparator: separator === undefined ? connection.groupsSeparator : separator || null,
    policy: policy.required_group === null ? policy : { ...policy, required_group: required || policy.required_group },
    roles: roles === undefined ? connection.roles : Object.fromEntries(roles.map(({ group, role }) => [group, role])),
  };
  if (connection.protocol === "oidc") return { ...connection, ...common, issuer: issuer ?? connection.issuer };
  return {
    ...connection,
    ...common,
    entityId: issuer ?? connection.entityId,
    metadataUrl: metadata_url ?? connection.metadataUrl,
  };
}
