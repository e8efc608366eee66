import type { Account } from "../../observe/snapshot.ts";
import type { Invitation, Json, SeededAccount } from "../../scenario/model/index.ts";
import type { SeedContext } from "../port.ts";

/** The values of a seed call's templates; a field that the account has not is undefined. */
export type SeedValues = { readonly [path: string]: Json | undefined };

/** Of a new account. `issuer` and `subject` are those of its first identity. */
export function valuesOfAccount(account: SeededAccount, context: SeedContext, issuer: string | undefined): SeedValues {
  const identities = account.identities?.map((identity) => ({ ...identity, ...issuerOf(identity, issuer) }));
  const [first] = identities ?? [];
  const names = [account.given_name, account.family_name].filter((name) => name !== undefined);
  return {
    ...context,
    email: account.email,
    email_verified: account.email_verified,
    username: account.username,
    password: account.password,
    given_name: account.given_name,
    family_name: account.family_name,
    name: names.length === 0 ? undefined : names.join(" "),
    roles: account.roles,
    role: account.roles?.[0],
    active: account.active,
    identities,
    issuer: first?.issuer,
    subject: first?.subject,
  };
}

export function valuesOfInvitation({ email, roles }: Invitation, context: SeedContext): SeedValues {
  return { ...context, email, roles, role: roles?.[0] };
}

/** An identity that names no issuer is one of the connection's. */
function issuerOf(identity: { readonly issuer?: string }, issuer: string | undefined): { readonly issuer?: string } {
  const known = identity.issuer ?? issuer;
  return known === undefined ? {} : { issuer: known };
}

/** The whole name of an account of which a part is another one now; SPs that keep no parts are told of it so. */
export function whole(account: Account | undefined, told: SeedValues): SeedValues {
  const { given_name, family_name, name } = told;
  if (name !== undefined || (given_name === undefined && family_name === undefined)) return {};
  const [first, ...rest] = (account?.name ?? "").split(" ");
  const parts = [given_name ?? account?.given_name ?? first, family_name ?? account?.family_name ?? rest.join(" ")];
  return { name: parts.filter((part): part is string => typeof part === "string" && part !== "").join(" ") };
}
