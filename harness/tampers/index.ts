/** The tampers that there are, as data. Free to all rooms; imports nothing. */
import { own } from "../own.ts";
import { OIDC_TAMPERS } from "./oidc.ts";
import type { TamperRow } from "./row.ts";
import { SAML_TAMPERS } from "./saml.ts";

export const TAMPERS: { readonly oidc: TamperTable; readonly saml: TamperTable } = {
  oidc: OIDC_TAMPERS,
  saml: SAML_TAMPERS,
};
export type TamperTable = { readonly [name: string]: TamperRow<string> };
export type TamperProtocol = keyof typeof TAMPERS;
export const TAMPER_PROTOCOLS: readonly TamperProtocol[] = ["oidc", "saml"];

/** The names of a table's tampers at one point of attack: what that point's file of doings must hold, no more, no less. */
export type NamesAt<Table extends TamperTable, Point> = {
  [Name in keyof Table & string]: Table[Name]["at"] extends Point ? Name : never;
}[keyof Table & string];

export function findTamper(protocol: TamperProtocol, name: string): TamperRow<string> | undefined {
  return own(TAMPERS[protocol], name);
}

/**
 * Whether a tamper of that name corrupts anything: the control is armed and delivered like one, and changes nothing; a
 * lawful variance changes the form alone.
 */
export function corrupts(name: string): boolean {
  return name !== CONTROL && !TAMPER_PROTOCOLS.some((protocol) => findTamper(protocol, name)?.lawful === true);
}

/** Whether a tamper of that name changes who the message says that somebody is. */
export function isOfSubject(name: string): boolean {
  return TAMPER_PROTOCOLS.some((protocol) => findTamper(protocol, name)?.at === "subject");
}

/** Whether by a tamper of that name an endpoint of the IdP fails the SP: it answers nothing usable, or not in time. */
export function isOutage(name: string): boolean {
  return TAMPER_PROTOCOLS.some((protocol) => findTamper(protocol, name)?.at === "outage");
}

/** Whether a message with a tamper of that name names an address at which the kit listens. */
export function leads(name: string): boolean {
  return TAMPER_PROTOCOLS.some((protocol) => findTamper(protocol, name)?.leads === true);
}

/** What a tamper of that name is of: `sign_in`, `logout`, or either. */
export function eventOf(name: string): "sign_in" | "logout" | "either" {
  if (name === CONTROL) return "either";
  const places = TAMPER_PROTOCOLS.map((protocol) => findTamper(protocol, name)?.at ?? "");
  return places.some((at) => LOGOUT_POINTS.includes(at)) ? "logout" : "sign_in";
}

const LOGOUT_POINTS: readonly string[] = ["logout-token", "logout-request"];

export const CONTROL = "nothing";
