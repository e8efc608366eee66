/** A target file for who signs in by hand and looks for themselves: it need not show the accounts. */
import type { Target } from "./model/index.ts";
import type { YamlDocument } from "./yaml/document.ts";
import { at, locate, put } from "./yaml/tree.ts";

const NONE = { exec: ["none"], each: "$", map: { id: "$" } };

/** Ahead of everything else; whether the file has no `observe.accounts`. Without `observe` it is faulty as ever. */
export function standInForAccounts({ root }: YamlDocument): boolean {
  const observe = at(root, ["observe"]);
  if (observe?.kind !== "map" || at(root, ["observe", "accounts"]) !== undefined) return false;
  put(root, ["observe", "accounts"], locate(NONE, observe.offset));
  return true;
}

/** Once it is built: nothing shows the accounts. */
export function withoutAccounts(target: Target): Target {
  return { ...target, observe: { ...target.observe, accounts: [] } };
}
