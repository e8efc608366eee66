import { hashPassword } from "../accounts/password.ts";
import type { Provisioning } from "../accounts/provision.ts";
import type { Connection, Organization } from "../config/model.ts";
import type { Identity } from "../decision/model.ts";
import type { MetadataCache } from "../saml/metadata.ts";
import { AdminFault } from "./fault.ts";
import type { NewAccount } from "./schema.ts";

export interface SeedParts extends Provisioning {
  readonly connections: ReadonlyMap<string, Connection>;
  readonly metadata: MetadataCache;
  /** From now on the connection of this name is this one. */
  readonly reconnect: (connection: Connection) => void;
}

/** Creates an account by an administrator's hand: its roles have the origin `manual`, and no policy is asked. */
export async function seedAccount(parts: SeedParts, wanted: NewAccount): Promise<string> {
  const { db, store, audit, organizations } = parts;
  const organization = organizations.get(wanted.organization);
  if (organization === undefined) throw new AdminFault(422, `There is no organization ${wanted.organization}.`);
  const passwordHash = wanted.password == null ? null : await hashPassword(wanted.password);
  const identities: Identity[] = [];
  for (const { issuer, subject } of wanted.identities ?? []) {
    identities.push({ issuer: issuer ?? (await issuerOf(parts, wanted.connection ?? null)), subject });
  }
  return db
    .transaction(() => {
      const id = store.insert(fieldsOf(wanted), passwordHash);
      store.join(id, organization, wanted.email ?? null);
      for (const role of wanted.roles ?? []) store.grant(id, organization.name, role, "manual");
      for (const identity of identities) addIdentity(parts, id, organization, wanted.connection ?? "", identity);
      audit.record({ kind: "seeded", actor: "administrator", account: id, organization: organization.name });
      return id;
    })
    .immediate();
}

function fieldsOf(wanted: NewAccount): Parameters<Provisioning["store"]["insert"]>[0] {
  return {
    status: wanted.active === false ? "deactivated" : "active",
    email: wanted.email ?? null,
    emailVerified: wanted.email_verified ?? false,
    profile: {
      given_name: wanted.given_name ?? null,
      family_name: wanted.family_name ?? null,
      name: wanted.name ?? null,
      username: wanted.username ?? null,
    },
    attributes: {},
  };
}

function addIdentity(
  { lookup, store }: SeedParts,
  id: string,
  { name }: Organization,
  connection: string,
  identity: Identity,
): void {
  if (lookup.byIdentity(name, identity) !== null) throw new AdminFault(409, "An account has this identity already.");
  store.addIdentity(id, name, connection, identity);
}

async function issuerOf({ connections, metadata }: SeedParts, name: string | null): Promise<string> {
  const connection = name === null ? undefined : connections.get(name);
  if (connection === undefined) throw new AdminFault(422, "An identity needs an issuer, or a connection that has one.");
  return connection.protocol === "oidc" ? connection.issuer : (await metadata.get(connection)).entityId;
}
