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

/** What is known of an SP at a connection before any knob is asked: the planner drops the rows of all others. */
export interface Traits {
  readonly protocol: Protocol;
  readonly roles: RolesPerAccount;
  readonly identity_key: KeyKind;
}

export function traitsOf({ observe }: Target, { protocol }: Connection, policy: Policy): Traits {
  return { protocol, roles: observe.roles ?? "several", identity_key: keyKind(policy, protocol) };
}

/** What is not said: what OpenID Connect Core 5.7 demands, and what a SAML SP has before somebody maps an attribute. */
export function keyOf({ identity_key }: Policy, protocol: Protocol): IdentityKey {
  return identity_key ?? (protocol === "oidc" ? "iss_sub" : "entity_nameid");
}

export function keyKind(policy: Policy, protocol: Protocol): KeyKind {
  return kindOfKey(keyOf(policy, protocol));
}

/** Whether a row is of such an SP. */
export function isOf(world: World, { protocol, roles, identity_key }: Traits): boolean {
  return (
    (world.protocols?.includes(protocol) ?? true) &&
    (world.roles ?? roles) === roles &&
    (world.identity_key?.includes(identity_key) ?? true)
  );
}
