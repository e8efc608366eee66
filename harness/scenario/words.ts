/** What `explain` says of things that several words of the vocabulary speak of. */
import type { Invitation, SeededAccount } from "./model/step.ts";

export function accountInWords(account: SeededAccount): string {
  const fields = Object.entries(account).filter(
    ([field, value]) => !["name", "place", "at"].includes(field) && value !== undefined,
  );
  const told = fields.map(([field, value]) => `${field} ${valueInWords(value)}`).join(", ");
  const at = account.at === undefined ? "" : ` at ${account.at}`;
  return `account ${account.name}${at}${told === "" ? "" : ` (${told})`}`;
}

export function invitationInWords({ name, at, email, roles = [] }: Invitation): string {
  const where = at === undefined ? "" : ` at ${at}`;
  const brings = roles.length === 0 ? "" : ` with the roles ${roles.join(", ")}`;
  return `invitation ${name}${where} for ${email}${brings}`;
}

/** A value as YAML's flow style would show it; a text bare where that is plain. */
export function valueInWords(value: unknown): string {
  if (value === null) return "null";
  return typeof value === "string" && value !== "" ? value : JSON.stringify(value);
}

export function inBrowser(browser: string | undefined): string {
  return browser === undefined ? "" : ` in browser ${browser}`;
}

export function givingPassword(password: string | undefined): string {
  return password === undefined ? "" : `, giving the password ${JSON.stringify(password)}`;
}

/** A value, or one for each protocol. */
export function perProtocolInWords(value: unknown): string {
  if (value !== null && typeof value === "object" && "oidc" in value && "saml" in value) {
    return `${valueInWords(value.oidc)} (oidc) or ${valueInWords(value.saml)} (saml)`;
  }
  return valueInWords(value);
}
