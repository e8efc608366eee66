import type { Policy } from "../config/policy.ts";
import type { AccountState, Grant, Refusal, RefusalReason, Situation } from "./model.ts";

/** What the groups of this sign-in ask for: roles of the IdP's own, the default role, no change, or the door. */
type Wish =
  | { readonly kind: "roles"; readonly roles: readonly string[] }
  | { readonly kind: "default" }
  | { readonly kind: "keep" }
  | Refusal;

/**
 * Every grant of the organization after the sign-in. `mirror` exchanges the IdP's own grants and touches no other:
 * a role that an administrator gave by hand survives. The default role is given at creation, and afterwards only
 * where a knob says `default`.
 */
export function roles(situation: Situation, account: AccountState | null): readonly Grant[] | Refusal {
  const { policy } = situation.connection;
  if (account === null) return initial(situation, policy);
  const grants = synchronized(situation, policy, account);
  // An invitation may name somebody who has an account already.
  return "kind" in grants ? grants : union(grants, invited(situation));
}

function initial(situation: Situation, policy: Policy): readonly Grant[] | Refusal {
  const byDefault = [...defaultGrant(situation), ...invited(situation)];
  if (policy.role_sync === "off") return byDefault;
  const wish = wanted(situation);
  if (wish.kind === "refuse") return wish;
  return wish.kind === "roles" && wish.roles.length > 0
    ? [...wish.roles.map(fromIdp), ...invited(situation)]
    : byDefault;
}

function synchronized(situation: Situation, policy: Policy, account: AccountState): readonly Grant[] | Refusal {
  // Who is linked or joins brings no grant of this organization along; who was never anything here gets the default.
  const newcomer = !account.member;
  if (newcomer) return initial(situation, policy);
  if (policy.role_sync === "off") return account.grants;
  // SCIM has spoken of this person's groups, and its word is the one that counts.
  if (account.groupsPushed && policy.scim_vs_sso === "scim_wins") return account.grants;
  if (policy.role_sync === "first_login" || policy.role_sync === "add_only") {
    const firstHere = !account.identities.some(({ issuer }) => issuer === situation.claims.issuer);
    if (policy.role_sync === "first_login" && !firstHere) return account.grants;
    return union(account.grants, mapped(situation).map(fromIdp));
  }
  const wish = wanted(situation);
  if (wish.kind === "refuse") return wish;
  if (wish.kind === "keep") return account.grants;
  const others =
    policy.role_sync === "authoritative"
      ? []
      : account.grants.filter(({ origin }) => origin !== "idp" && origin !== "scim");
  return wish.kind === "roles" ? union(others, wish.roles.map(fromIdp)) : union(others, defaultGrant(situation));
}

function wanted(situation: Situation): Wish {
  const { policy } = situation.connection;
  const { groups, groupsElsewhere } = situation.claims;
  // Nobody knows which: that is no list of groups, and not none either.
  if (groupsElsewhere !== null) {
    const value = policy.groups_overage === "keep" ? "keep" : "reject";
    return wish(
      value,
      "groups_elsewhere",
      "did not say which groups you are in, since they are many",
      "groups_overage",
    );
  }
  if (groups === null) {
    return wish(policy.on_groups_absent, "groups_absent", "sent no groups for you", "on_groups_absent");
  }
  if (groups.length === 0) {
    return wish(policy.on_groups_empty, "groups_empty", "says that you are in no group", "on_groups_empty");
  }
  const roles = mapped(situation);
  if (roles.length > 0) return { kind: "roles", roles };
  return wish(policy.on_unmapped, "groups_unmapped", "names no group that has a role here", "on_unmapped");
}

function wish(
  value: "revoke" | "default" | "reject" | "keep",
  reason: RefusalReason,
  what: string,
  knob: "groups_overage" | "on_groups_absent" | "on_groups_empty" | "on_unmapped",
): Wish {
  if (value === "revoke") return { kind: "roles", roles: [] };
  if (value !== "reject") return { kind: value };
  return {
    kind: "refuse",
    reason,
    message: `The identity provider ${what}, and nobody is let in without a role.`,
    attribute: "groups",
    policy: `${knob}: reject`,
  };
}

/** Exact comparison of whole group names: `admins-x`, `/admins` and `Admins` are other groups. */
function mapped({ connection, claims }: Situation): readonly string[] {
  const roles = (claims.groups ?? [])
    .filter((group) => Object.hasOwn(connection.roles, group))
    .map((group) => connection.roles[group] as string);
  if (connection.policy.role_conflict === "union") return [...new Set(roles)];
  // The order of the mapping, for that of the message is nobody's decision.
  const ranked = Object.values(connection.roles).filter((role) => roles.includes(role));
  return ranked.slice(...(connection.policy.role_conflict === "highest" ? [-1] : [0, 1]));
}

function defaultGrant({ connection }: Situation): readonly Grant[] {
  return connection.defaultRole === null ? [] : [{ role: connection.defaultRole, origin: "default" }];
}

function fromIdp(role: string): Grant {
  return { role, origin: "idp" };
}

function invited({ found }: Situation): readonly Grant[] {
  const role = found.invitation?.role ?? null;
  return role === null ? [] : [{ role, origin: "manual" }];
}

function union(left: readonly Grant[], right: readonly Grant[]): readonly Grant[] {
  const added = right.filter(
    ({ role, origin }) => !left.some((grant) => grant.role === role && grant.origin === origin),
  );
  return [...left, ...added];
}
