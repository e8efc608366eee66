import { changedFields } from "../../observe/account.ts";
import type { Account } from "../../observe/snapshot.ts";
import type { AccountField, ExpectationOf } from "../../scenario/model/index.ts";
import { hidden, orNone } from "../hidden.ts";
import { harmOfChange, harmOfCreated, type Harm } from "../harm.ts";
import { held, notHeld, unobservable, type Ruling } from "../ruling.ts";
import { judgeLastSignIn } from "./last-sign-in.ts";
import { accountAfter, accountBefore, changesIn, nameOf, type Scene } from "../scene.ts";

/** Of more accounts than these, the number says enough. */
const TOLD = 4;

/** The accounts of the namespace, before the step against after it. */
export function judgeAccounts(expectation: ExpectationOf<"accounts">, scene: Scene): readonly Ruling[] {
  const { created, deleted, changed: changes } = changesIn(scene);
  const now = scene.seen.after.accounts;
  const ids = (accounts: readonly { readonly id: string }[]) => {
    const rest = accounts.length > TOLD ? [`${accounts.length - TOLD} more`] : [];
    return [...accounts.slice(0, TOLD).map(({ id }) => nameOf(scene, id)), ...rest].join(", ");
  };
  const changed = changes.map(({ after, fields }) => `${nameOf(scene, after.id)}: ${fields.join(", ")}`).join("; ");
  return [
    ...count("created", expectation.created, created.length, ids(created), () => harmOfCreated(scene)),
    ...count("deleted", expectation.deleted, deleted.length, ids(deleted), () => "lost_account"),
    ...(expectation.changed !== undefined && changes.length === 0 && isBlind(scene)
      ? [onlyIds(`changed ${expectation.changed.join(" or ")}`)]
      : count("changed", expectation.changed, changes.length, changed, () => undefined)),
    ...count("total", expectation.total, now.length, ids(now), () => undefined),
    ...judgeLastSignIn(expectation.last_sign_in ?? [], scene),
    ...(expectation.untouched ?? []).flatMap((name) => untouched(name, expectation.compared ?? [], scene)),
  ];
}

/** `harm`: what comes of more than what is admitted. */
function count(
  what: string,
  admitted: readonly number[] | undefined,
  actual: number,
  which: string,
  harm: () => Harm | undefined,
): readonly Ruling[] {
  if (admitted === undefined) return [];
  const told = actual === 0 ? `${what} 0` : `${what} ${actual} (${which})`;
  const expected = `${what} ${admitted.join(" or ")}`;
  if (admitted.includes(actual)) return [held(expected, told)];
  return [{ ...notHeld(expected, told), harm: actual > Math.max(...admitted) ? harm() : undefined }];
}

/** A name that remembers nobody has no account that could have been touched. */
function untouched(name: string, fields: readonly AccountField[], scene: Scene): readonly Ruling[] {
  const expected = `${name} untouched`;
  const id = scene.names[name];
  if (id === undefined) return [{ held: "error", expected, actual: `no account was ever named "${name}"` }];
  if (id === null) return [held(expected, `${name} is nobody`)];
  const ruling = compare(expected, id, scene);
  if (ruling.held !== "held") return [ruling];
  const shown = comparedFields(accountBefore(scene, id), accountAfter(scene, id));
  const unseen = fields.filter(
    (field) => !shown.includes(field) && !(NAME_PARTS.includes(field) && shown.includes("name")),
  );
  return unseen.length === 0 ? [ruling] : unseen.map((field) => orNone(field, hidden(field, expected), scene.lacking));
}

/** Of an SP that keeps one name for the whole person, a part that changes changes it. */
const NAME_PARTS: readonly AccountField[] = ["given_name", "family_name"];

function compare(expected: string, id: string, scene: Scene): Ruling {
  const before = accountBefore(scene, id);
  const after = accountAfter(scene, id);
  if (before === undefined && scene.past.away.has(id)) {
    return after === undefined
      ? unobservable("accounts", expected, "the target shows no account that is deactivated")
      : notHeld(expected, `${nameOf(scene, id)} was deactivated, and is shown again`);
  }
  if (before === undefined) return { held: "error", expected, actual: `account ${id} was not there before the step` };
  if (after === undefined) return { ...notHeld(expected, `${nameOf(scene, id)} is gone`), harm: "lost_account" };
  const fields = changedFields(before, after);
  const compared = comparedFields(before, after);
  if (compared.length === 0) return onlyIds(expected);
  if (fields.length === 0) return held(expected, `${expected} (${compared.join(", ")})`);
  const differences = fields.map((field) => `${field} ${show(before, field)} -> ${show(after, field)}`);
  return {
    ...notHeld(expected, `${nameOf(scene, id)} changed: ${differences.join(", ")}`),
    harm: harmOfChange(scene, id),
    ...(fields.every((field) => field === "roles") ? { signs: ["roles_changed"] as const } : {}),
  };
}

const NOT_COMPARED: readonly string[] = ["id", "seen_by", "last_sign_in"];

/** What tells whether an account was touched: every field that is shown, but the id, which stays whatever happens. */
function comparedFields(before: Account | undefined, after: Account | undefined): readonly string[] {
  const shown = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...shown].filter((field) => !NOT_COMPARED.includes(field)).toSorted();
}

/** Accounts that were there before, of which nothing but the id is shown. */
function isBlind(scene: Scene): boolean {
  const { before, after } = scene.seen;
  const kept = before.accounts.flatMap((account) => {
    const now = after.accounts.find(({ id }) => id === account.id);
    return now === undefined ? [] : [comparedFields(account, now)];
  });
  return kept.length > 0 && kept.every((fields) => fields.length === 0);
}

function onlyIds(expected: string): Ruling {
  return unobservable("accounts", expected, "the target shows nothing but their ids; map more in observe.accounts");
}

function show(account: object, field: string): string {
  return JSON.stringify((account as { readonly [field: string]: unknown })[field]) ?? "absent";
}
