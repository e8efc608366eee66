import { changedFields } from "../../observe/account.ts";
import type { AccountsExpectation } from "../../scenario/model/index.ts";
import { held, notHeld, ruled, type Ruling } from "../ruling.ts";
import { accountAfter, accountBefore, changesIn, nameOf, type Scene } from "../scene.ts";

/** The accounts of the namespace, before the step against after it. */
export function judgeAccounts(expectation: AccountsExpectation, scene: Scene): readonly Ruling[] {
  const { created, deleted, changed: changes } = changesIn(scene);
  const ids = (accounts: readonly { readonly id: string }[]) => accounts.map(({ id }) => nameOf(scene, id)).join(", ");
  const changed = changes.map(({ after, fields }) => `${nameOf(scene, after.id)}: ${fields.join(", ")}`).join("; ");
  return [
    ...count("created", expectation.created, created.length, ids(created)),
    ...count("deleted", expectation.deleted, deleted.length, ids(deleted)),
    ...count("changed", expectation.changed, changes.length, changed),
    ...count("total", expectation.total, scene.seen.after.accounts.length, ids(scene.seen.after.accounts)),
    ...(expectation.untouched ?? []).map((name) => untouched(name, scene)),
  ];
}

function count(
  what: string,
  admitted: readonly number[] | undefined,
  actual: number,
  which: string,
): readonly Ruling[] {
  if (admitted === undefined) return [];
  const told = actual === 0 ? `${what} 0` : `${what} ${actual} (${which})`;
  return [ruled(admitted.includes(actual), `${what} ${admitted.join(" or ")}`, told)];
}

/** A name that remembers nobody has no account that could have been touched. */
function untouched(name: string, scene: Scene): Ruling {
  const expected = `${name} untouched`;
  const id = scene.names[name];
  if (id === undefined) return { held: "error", expected, actual: `no account was ever named "${name}"` };
  if (id === null) return held(expected, `${name} is nobody`);
  const before = accountBefore(scene, id);
  const after = accountAfter(scene, id);
  if (before === undefined) return { held: "error", expected, actual: `account ${id} was not there before the step` };
  if (after === undefined) return notHeld(expected, `${nameOf(scene, id)} is gone`);
  const fields = changedFields(before, after);
  if (fields.length === 0) return held(expected, expected);
  const differences = fields.map((field) => `${field} ${show(before, field)} -> ${show(after, field)}`);
  return notHeld(expected, `${nameOf(scene, id)} changed: ${differences.join(", ")}`);
}

function show(account: object, field: string): string {
  return JSON.stringify((account as { readonly [field: string]: unknown })[field]) ?? "absent";
}
