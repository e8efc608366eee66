import {
  kindOfKey,
  type Connection,
  type IdentityKey,
  type KeyKind,
  type Policy,
  type Protocol,
  type RolesPerAccount,
  type Target,
  type World,
} from "../scenario/model/index.ts";
import { isEmailKey } from "./people.ts";

/** What is known of an SP at a connection before any knob is asked: the planner drops the rows of all others. */
export interface Traits {
  readonly protocol: Protocol;
  readonly roles: RolesPerAccount;
  readonly identity_key: KeyKind;
}

export function traitsOf({ observe }: Target, connection: Connection, policy: Policy): Traits {
  const { protocol } = connection;
  return { protocol, roles: observe.roles ?? "several", identity_key: rowKey(connection, policy) };
}

/** What is not said: what OpenID Connect Core 5.7 demands, and what a SAML SP has before somebody maps an attribute. */
function keyOf({ identity_key }: Policy, protocol: Protocol): IdentityKey {
  return identity_key ?? (protocol === "oidc" ? "iss_sub" : "entity_nameid");
}

export function keyKind(policy: Policy, protocol: Protocol): KeyKind {
  return kindOfKey(keyOf(policy, protocol));
}

/** By which rows an SP is judged: an attribute or claim that carries the email is the email, whatever its name. */
export function rowKey(connection: Connection, policy: Policy): KeyKind {
  const kind = keyKind(policy, connection.protocol);
  return kind !== "entity_nameid" && isEmailKey(connection, policy) ? "email" : kind;
}

/** Whether a row is of such an SP. */
export function isOf(world: World, { protocol, roles, identity_key }: Traits): boolean {
  return (
    (world.protocols?.includes(protocol) ?? true) &&
    (world.roles ?? roles) === roles &&
    (world.identity_key?.includes(identity_key) ?? true)
  );
}
