import type { DecisionRules } from "../decision/rules.ts";
import type { Grant, Situation } from "../decision/model.ts";
import { deciding, mapping, type Defect } from "./defect.ts";

/** Faults with roles and groups. */
export const roleDefects = [
  {
    id: "roles-never-revoked",
    description: "Adds the roles of the groups, and takes none away.",
    spoil: deciding((sound) => ({
      roles: changing(sound, (before, after) => [
        ...before,
        ...after.filter((grant) => !before.some(({ role }) => role === grant.role)),
      ]),
    })),
  },
  {
    id: "roles-wiped-on-sign-in",
    description: "Replaces all roles by those of the groups: the ones given by hand are gone.",
    spoil: deciding((sound) => ({
      roles: changing(sound, (_before, after) => after.filter(({ origin }) => origin !== "manual")),
    })),
  },
  {
    id: "roles-wiped-without-groups",
    description: "Clears every role of a person who comes with no group, the ones given by hand too.",
    spoil: deciding((sound) => ({
      roles: (situation, account) => {
        const grants = sound.roles(situation, account);
        const empty = (situation.claims.groups ?? []).length === 0;
        return empty && account?.member === true && !("kind" in grants) ? [] : grants;
      },
    })),
  },
  {
    id: "roles-of-one-origin",
    description: "Keeps one origin for each role, the first: what is given by hand again is the group's all the same.",
    spoil: deciding((sound) => ({
      roles: (situation, account) =>
        sound.roles(situation, account === null ? null : { ...account, grants: ofOneOrigin(account.grants) }),
    })),
  },
  {
    id: "absent-groups-mean-none",
    description: "Reads a missing groups claim as an empty list: claims.groups ?? [].",
    spoil: deciding((sound) => ({
      roles: (situation, account) => {
        const { claims, connection } = situation;
        if (claims.groups !== null) return sound.roles(situation, account);
        const policy = { ...connection.policy, on_groups_absent: "revoke" } as const;
        return sound.roles({ ...situation, connection: { ...connection, policy } }, account);
      },
    })),
  },
  {
    id: "absent-groups-ignored",
    description: "Synchronizes roles only if (claims.groups), so a missing claim keeps every role.",
    spoil: deciding((sound) => ({
      roles: (situation, account) =>
        situation.claims.groups === null && account?.member === true ? account.grants : sound.roles(situation, account),
    })),
  },
  {
    id: "empty-groups-ignored",
    description: "Synchronizes roles only if (groups.length), so an empty list keeps every role.",
    spoil: deciding((sound) => ({
      roles: (situation, account) =>
        situation.claims.groups?.length === 0 && account?.member === true
          ? account.grants
          : sound.roles(situation, account),
    })),
  },
  {
    id: "default-role-missing",
    description: "Gives no role at all to a person whose groups give none.",
    spoil: deciding((sound) => ({
      roles: (situation, account) =>
        sound.roles({ ...situation, connection: { ...situation.connection, defaultRole: null } }, account),
    })),
  },
  {
    id: "default-role-and-more",
    description: "Inserts the account with the column's default role, and adds the one of the policy.",
    spoil: deciding((sound) => ({
      roles: (situation, account) => {
        const grants = sound.roles(situation, account);
        const [column] = Object.values(situation.connection.roles);
        if (account !== null || "kind" in grants || column === undefined) return grants;
        return [...grants, { role: column, origin: "default" }];
      },
    })),
  },
  {
    id: "link-resets-roles",
    description: "Sets up a linked account as a new one, and writes the roles of the groups over its own.",
    spoil: deciding((sound) => ({
      roles: (situation, account) => sound.roles(situation, situation.found.byIdentity === null ? null : account),
    })),
  },
  {
    id: "group-string-split",
    description: "Iterates over groups without looking whether it is a list: a single name falls apart into letters.",
    spoil: mapping((sound) => ({
      groups: (raw, protocol) => {
        const single: unknown = Array.isArray(raw) && raw.length === 1 ? raw[0] : raw;
        return sound.groups(typeof single === "string" ? single.split("") : raw, protocol);
      },
    })),
  },
  {
    id: "role-by-substring",
    description: "Grants the role where a group's name contains the mapped one.",
    spoil: deciding((sound) => ({
      roles: (situation, account) => {
        const { claims, connection } = situation;
        const groups =
          claims.groups?.map((group) => Object.keys(connection.roles).find((name) => group.includes(name)) ?? group) ??
          null;
        return sound.roles({ ...situation, claims: { ...claims, groups } }, account);
      },
    })),
  },
] as const satisfies readonly Defect[];

/** The sound rule with its result changed, for accounts that were there before. */
function changing(
  sound: DecisionRules,
  change: (before: readonly Grant[], after: readonly Grant[]) => readonly Grant[],
): DecisionRules["roles"] {
  return (situation: Situation, account) => {
    const after = sound.roles(situation, account);
    return account === null || "kind" in after ? after : change(account.grants, after);
  };
}

/** What a table keeps whose key is (account, role), where giving a role again changes nothing. */
function ofOneOrigin(grants: readonly Grant[]): readonly Grant[] {
  return grants.filter(
    ({ role, origin }) => origin !== "manual" || !grants.some((grant) => grant.role === role && grant.origin === "idp"),
  );
}
