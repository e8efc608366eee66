import type { ChangeStep, Invitation, Json, SeededAccount, SignInStep, Step } from "../../scenario/model/index.ts";
import { byHandInWords } from "./by-hand.ts";

/** What a step does, as one sentence without its full stop. */
export function stepInWords(step: Step): string {
  switch (step.kind) {
    case "sign_in":
      return signIn(step);
    case "change":
      return change(step);
    case "seed":
      return `the SP is given ${step.accounts.map(accountInWords).join("; ")}`;
    case "grant":
      return `an administrator of the SP gives ${step.account} the role ${step.role}`;
    case "deactivate":
      return `the SP's account ${step.account} is deactivated`;
    case "remove":
      return `the SP's account ${step.account} is removed`;
    case "invite":
      return `the SP makes ${step.invitations.map(invitationInWords).join("; ")}`;
    case "password_sign_in":
    case "sign_out":
    case "link":
    case "accept_invite":
    case "visit":
      return byHandInWords(step);
    case "copy":
      return `browser ${step.to} is given the cookies and kept values that browser ${step.from} holds now`;
    case "look":
      return `who browser ${step.browser} is signed in as, and the accounts, are read again`;
  }
}

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

function signIn(step: SignInStep): string {
  const parts = [step.person, "signs in"];
  if (step.connection !== undefined) parts.push(`through ${step.connection}`);
  if (step.browser !== undefined) parts.push(`in browser ${step.browser}`);
  if (step.idp_initiated) parts.push("from the IdP's own portal");
  if (step.return_to !== undefined) parts.push(`to return to ${step.return_to}`);
  if (step.times > 1)
    parts.push(step.parallel ? `${step.times} times at once` : `${step.times} times, one after another`);
  if (step.tamper !== undefined) {
    const parameters =
      Object.keys(step.tamper.parameters).length > 0 ? ` ${JSON.stringify(step.tamper.parameters)}` : "";
    parts.push(`with the message corrupted: ${step.tamper.name}${parameters}`);
  }
  return parts.join(" ");
}

function change(step: ChangeStep): string {
  const changes = Object.entries(step.people).flatMap(([person, { claims, without }]) => [
    ...Object.entries(claims).map(
      ([claim, value]: [string, Json]) => `${person}'s ${claim} becomes ${valueInWords(value)}`,
    ),
    ...without.map((claim) => `${person}'s ${claim} is no longer sent`),
  ]);
  return `at the IdP, ${changes.join("; ")}`;
}
