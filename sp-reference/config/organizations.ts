import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import type { Connection, Organization } from "./model.ts";
import { DEFAULT_POLICY, type Policy } from "./policy.ts";
import { organizationsSchema, type OrganizationsFile } from "./schema.ts";

/** A configuration that the SP refuses to start with. The message is meant for the operator. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export interface Surroundings {
  readonly baseUrl: string;
  /** Origin of the IdPs, for connections that do not name their own issuer or metadata. */
  readonly idpUrl: string;
  /** The secret of a connection's client, or null. */
  readonly clientSecret: (connection: string) => string | null;
  /** What lets an organization's identity provider push by SCIM, or null. */
  readonly scimToken: (organization: string) => string | null;
}

export interface Organizations {
  readonly libraries: "strict" | "defaults";
  readonly organizations: ReadonlyMap<string, Organization>;
  readonly connections: ReadonlyMap<string, Connection>;
}

/** Reads and resolves an organizations file. Throws ConfigError with every fault in it. */
export function loadOrganizations(file: string, surroundings: Surroundings): Organizations {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigError(`cannot read ${file}`, { cause: error });
  }
  const parsed = organizationsSchema.safeParse(parse(text));
  if (!parsed.success) throw new ConfigError(`${file}:\n${z.prettifyError(parsed.error)}`);
  return resolve(parsed.data, surroundings);
}

/** What stands beside the connections below /auth. */
const RESERVED: ReadonlySet<string> = new Set(["email", "link", "password"]);

function resolve(file: OrganizationsFile, surroundings: Surroundings): Organizations {
  const organizations = new Map<string, Organization>();
  const connections = new Map<string, Connection>();
  for (const [name, entry] of Object.entries(file.organizations)) {
    const organization: Organization = {
      name,
      title: entry.title ?? name,
      about: entry.about ?? "",
      domains: entry.domains,
      policy: mergePolicy(file.policy, entry.policy),
      roles: file.roles,
      defaultRole: file.default_role,
      scimToken: surroundings.scimToken(name),
    };
    organizations.set(name, organization);
    for (const [connectionName, connection] of Object.entries(entry.connections)) {
      if (RESERVED.has(connectionName)) throw new ConfigError(`no connection can be named ${connectionName}`);
      if (connections.has(connectionName)) throw new ConfigError(`connection ${connectionName} is defined twice`);
      connections.set(connectionName, resolveConnection(connectionName, connection, organization, file, surroundings));
    }
  }
  return { libraries: file.libraries, organizations, connections };
}

type ConnectionEntry = OrganizationsFile["organizations"][string]["connections"][string];

function resolveConnection(
  name: string,
  entry: ConnectionEntry,
  organization: Organization,
  file: OrganizationsFile,
  { baseUrl, idpUrl, clientSecret }: Surroundings,
): Connection {
  // SAML has no sub: a connection that says nothing keys its people by (entityID, NameID).
  const keyed: Policy =
    entry.protocol === "saml" && organization.policy.identity_key === "iss_sub"
      ? { ...organization.policy, identity_key: "entity_nameid" }
      : organization.policy;
  const policy = mergePolicy(keyed, entry.policy);
  if ((policy.identity_key === "iss_sub") !== (entry.protocol === "oidc")) {
    throw new ConfigError(`connection ${name}: identity_key ${policy.identity_key} does not fit ${entry.protocol}`);
  }
  const base = {
    name,
    title: entry.title ?? `${entry.protocol.toUpperCase()} sign-in`,
    organization,
    policy,
    attributes: { ...(entry.protocol === "oidc" ? file.oidc_attributes : file.saml_attributes), ...entry.attributes },
    roles: entry.roles ?? file.roles,
    defaultRole: entry.default_role === undefined ? file.default_role : entry.default_role,
    groupsSeparator: entry.groups_separator ?? null,
  };
  if (entry.protocol === "oidc") {
    return {
      ...base,
      protocol: "oidc",
      issuer: below(idpUrl, entry.issuer) ?? `${idpUrl}/oidc/${name}`,
      clientId: entry.client_id ?? "reference",
      clientSecret: clientSecret(name),
      clientAuth: entry.client_auth ?? "basic",
      scope: entry.scope ?? "openid email profile",
      redirectUri: `${baseUrl}/auth/${name}/callback`,
      userInfoAlg: entry.userinfo_signed_response_alg ?? null,
      signsOutAtIdp: entry.sign_out_at_idp ?? false,
    };
  }
  return {
    ...base,
    protocol: "saml",
    metadataUrl: below(idpUrl, entry.metadata_url) ?? `${idpUrl}/saml/${name}/metadata`,
    entityId: entry.entity_id ?? null,
    spEntityId: entry.sp_entity_id ?? `${baseUrl}/auth/${name}/metadata`,
    acsUrl: `${baseUrl}/auth/${name}/acs`,
    sloUrl: `${baseUrl}/auth/${name}/slo`,
    signRequests: entry.sign_requests ?? false,
    requestBinding: entry.request_binding ?? "redirect",
    encryptedAssertions: entry.encrypted_assertions ?? false,
  };
}

/** An address that is written whole, or by its path alone below the origin of the IdPs. */
function below(origin: string, address: string | undefined): string | undefined {
  return address?.startsWith("/") === true ? origin + address : address;
}

function mergePolicy(...layers: readonly (object | undefined)[]): Policy {
  return Object.assign({ ...DEFAULT_POLICY }, ...layers) as Policy;
}
