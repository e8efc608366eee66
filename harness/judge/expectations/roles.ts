import type { Account } from "../../observe/snapshot.ts";
import type { ExpectationOf, Sign } from "../../scenario/model/index.ts";
import type { Harm } from "../harm.ts";
import { hidden } from "../hidden.ts";
import { held, notHeld, type Ruling } from "../ruling.ts";

type Roles = readonly string[];

/** `before`: the account's roles ahead of the step; undefined: it was not there, or shows none. */
export function judgeRoles(
  { is, has = [], lacks = [] }: NonNullable<ExpectationOf<"account">["roles"]>,
  actual: Account["roles"],
  before: Account["roles"],
): readonly Ruling[] {
  const one = (expected: string, surplus: (roles: Roles) => Roles, missing: (roles: Roles) => Roles): Ruling => {
    if (actual === undefined) return hidden("roles", expected);
    return ruling(expected, `roles ${list(actual)}`, surplus(actual), missing(actual), before ?? []);
  };
  const exactly = is === undefined ? [] : [[...new Set(is)].toSorted()];
  return [
    ...exactly.map((wanted) =>
      one(
        `roles exactly ${list(wanted)}`,
        (roles) => roles.filter((role) => !wanted.includes(role)),
        (roles) => wanted.filter((role) => !roles.includes(role)),
      ),
    ),
    ...has.map((role) =>
      one(
        `role ${role}`,
        () => [],
        (roles) => (roles.includes(role) ? [] : [role]),
      ),
    ),
    ...lacks.map((role) =>
      one(
        `no role ${role}`,
        (roles) => roles.filter((other) => other === role),
        () => [],
      ),
    ),
  ];
}

function ruling(expected: string, actual: string, surplus: Roles, missing: Roles, before: Roles): Ruling {
  if (surplus.length === 0 && missing.length === 0) return held(expected, actual);
  const harm: Harm | undefined = surplus.length > 0 ? "privilege" : undefined;
  const kept = surplus.some((role) => before.includes(role));
  const given = surplus.some((role) => !before.includes(role));
  const signs: readonly Sign[] = [
    ...(kept ? (["role_not_taken_back"] as const) : []),
    ...(given ? (["role_nobody_gave"] as const) : []),
    ...(missing.some((role) => before.includes(role)) ? (["role_lost"] as const) : []),
    ...(missing.some((role) => !before.includes(role)) ? (["role_missing"] as const) : []),
  ];
  return { ...notHeld(expected, actual), harm, signs };
}

function list(roles: Roles): string {
  return roles.length === 0 ? "none" : roles.toSorted().join(", ");
}
