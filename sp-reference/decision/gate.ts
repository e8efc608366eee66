import type { Refusal, Situation } from "./model.ts";

/**
 * Only who is in the required group comes in, and it is asked at each sign-in: whoever has left it is refused like whoever
 * never was in it, and the account stays for their return. Whole names are compared, as in the mapping of roles.
 */
export function gate({ connection: { policy }, claims }: Situation): Refusal | null {
  const { required_group: group } = policy;
  if (group === null || (claims.groups ?? []).includes(group)) return null;
  return {
    kind: "refuse",
    reason: "group_required",
    message: `Only who is in the group ${group} is let in, and the identity provider does not say that you are.`,
    attribute: "groups",
    policy: `required_group: ${group}`,
  };
}
