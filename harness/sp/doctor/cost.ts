import { filters } from "../../accounts/index.ts";
import type { AccountsDriver } from "../../scenario/model/index.ts";
import type { Patient } from "./options.ts";

/** Of so many, a look costs more than what it looks at. */
const MANY = 1_000;

/** What the doctor says of looks that read very many accounts, and of how they need not; null: they do not. */
export async function costOfLooking({
  sp,
  target,
  ns,
}: Patient): Promise<{ readonly message: string; readonly hint: string } | null> {
  const [whole] = target.observe.accounts.filter((driver) => !filters(driver));
  if (whole === undefined) return null;
  const began = performance.now();
  const { accounts } = await sp.overview(ns);
  if (accounts.length < MANY) return null;
  const ms = Math.round(performance.now() - began);
  return {
    message: `each look reads ${accounts.length} accounts, whoever's they are (${ms} ms this time), and every step is looked at`,
    hint: `where every account of a person carries the namespace in what the SP searches, have it search (${whole.place.file}:${whole.place.line}): ${lineOf(whole)}`,
  };
}

function lineOf(driver: AccountsDriver): string {
  switch (driver.kind) {
    case "http":
      return `http: GET ${driver.request.target}${driver.request.target.includes("?") ? "&" : "?"}q={{ns}}, or whatever its search is called`;
    case "sql":
      return "where email like '%' || :ns || '%' in its query";
    case "scim":
      return `filter: 'userName co "{{ns}}"'`;
    case "exec":
      return "JITTERBUG_NS is in the environment of its command";
  }
}
