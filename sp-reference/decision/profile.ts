import { PROFILE_FIELDS, type Attributes, type Profile, type ProfileField } from "../mapping/claims.ts";
import type { AccountFields, AccountState, Situation } from "./model.ts";

/** Names and mapped attributes of an account that exists: synchronized as the policy says, field by field. */
export function profile(
  { connection, claims }: Situation,
  account: AccountState,
  first: boolean,
): Pick<AccountFields, "profile" | "attributes"> {
  const { profile_sync: sync, on_attribute_absent: onAbsent, required_attributes: required } = connection.policy;
  const kept = { profile: account.profile, attributes: account.attributes };
  if (sync === "off" || (sync === "first_login" && !first)) return kept;

  const clears = (field: ProfileField): boolean => onAbsent === "clear" && !required.includes(field);
  const names: { -readonly [F in keyof Profile]: Profile[F] } = { ...account.profile };
  for (const field of PROFILE_FIELDS) {
    const sent = claims.profile[field];
    if (sent !== null || clears(field)) names[field] = sent;
  }
  const attributes: { [name: string]: Attributes[string] } = { ...account.attributes, ...claims.attributes };
  if (onAbsent === "clear") {
    for (const name of claims.mappedAttributes) if (!(name in claims.attributes)) delete attributes[name];
  }
  return { profile: names, attributes };
}
