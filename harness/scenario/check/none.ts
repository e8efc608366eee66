/** `observe: { roles: none }` is a word that the rest of the file must not take back. */
import { own } from "../../own.ts";
import { seedableFields } from "../abilities.ts";
import { quote } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { AccountField, AccountsDriver, Connection, Target } from "../model/index.ts";
import type { YamlDocument } from "../yaml/document.ts";

/** Where each claim that a connection names comes to stand in an account. */
const STORED_AS: { readonly [claim: string]: AccountField } = {
  email: "email",
  email_verified: "email_verified",
  given_name: "given_name",
  family_name: "family_name",
  name: "name",
  preferred_username: "username",
  groups: "roles",
};

export function checkNone(document: YamlDocument, target: Target, faults: FaultCollector): void {
  for (const field of target.observe.none ?? []) {
    const why = contradiction(field, target);
    if (why === undefined) continue;
    const hint = `Take \`${field}: none\` out, and map the field in observe.accounts; or take the other out.`;
    faults.add(
      document.fault(document.place(["observe", field]), `${quote(`${field}: none`)} is not so: ${why}`, hint),
    );
  }
}

function contradiction(field: AccountField, target: Target): string | undefined {
  if (target.observe.accounts.some((driver) => maps(driver, field))) return "a driver of observe.accounts shows it";
  if (stands(Object.keys(target.observe.session.fields), field)) return "observe.session shows it";
  if (seedableFields(target).has(field)) return "seed.account writes it";
  if (field === "roles" && target.seed.grant !== undefined) return "seed.grant gives them";
  if (field === "active" && target.seed.deactivate !== undefined) return "seed.deactivate takes it away";
  const required = [target, ...target.organizations, ...target.connections].find(({ policy }) =>
    policy.required_attributes?.some((claim) => storedAs(claim) === field),
  );
  if (required !== undefined) return `${quote(required.name)} declares it in required_attributes`;
  for (const connection of target.connections) {
    if (field === "roles" && hasRoles(connection)) return `the connection ${quote(connection.name)} maps roles`;
    const claim = Object.keys(namedClaims(connection)).find((name) => storedAs(name) === field);
    if (claim !== undefined)
      return `the connection ${quote(connection.name)} names ${quote(claim)} in \`${connection.protocol === "saml" ? "attributes" : "claims"}\``;
  }
  return undefined;
}

/** Words of a query may be of its conditions: what such a driver shows, the first account tells. */
function maps(driver: AccountsDriver, field: AccountField): boolean {
  const named = [...Object.keys(driver.map), ...Object.keys(driver.collect)];
  const groups = driver.kind === "scim" && driver.groups !== undefined ? [driver.groups] : [];
  return stands([...named, ...groups], field);
}

function stands(names: readonly string[], field: AccountField): boolean {
  return names.some((name) => name === field || (field === "attributes" && name.startsWith("attributes.")));
}

function storedAs(claim: string): AccountField {
  return own(STORED_AS, claim) ?? "attributes";
}

function hasRoles({ roles }: Connection): boolean {
  return Object.keys(roles.mapped).length > 0 || roles.default !== undefined;
}

/** What a vendor's shape names, it names for whoever is sent there. */
function namedClaims(connection: Connection): { readonly [claim: string]: string } {
  if (connection.profile !== undefined) return {};
  return connection.protocol === "saml" ? connection.attributes : connection.claims;
}
