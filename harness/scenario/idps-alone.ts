/** A target file of which the mock IdPs alone are asked for: what only an SP needs may be left out, and is not looked at. */
import type { YamlDocument } from "./yaml/document.ts";
import { at, locate, put, remove, wordsIn } from "./yaml/tree.ts";

/** What is done with an SP that runs: the IdPs know nothing of it, and variables in it need not be set. */
const OF_AN_SP = ["observe", "seed", "scim", "prepare", "reset", "drive", "after_sign_in", "agent", "defects"];

const NOWHERE = {
  target: "idps",
  observe: {
    session: { request: "GET /", map: { account: "$" } },
    accounts: { http: "GET /", each: "$", map: { id: "$" } },
  },
};

/** Ahead of everything else. */
export function forgetSp({ root }: YamlDocument): void {
  for (const key of OF_AN_SP) remove(root, [key]);
  if (!says(root, "port")) remove(root, ["start"]);
  const defaults = says(root, "base_url") ? NOWHERE : { ...NOWHERE, base_url: "http://localhost" };
  for (const [key, value] of Object.entries(defaults))
    if (at(root, [key]) === undefined) put(root, [key], locate(value, root.offset));
}

/** Once connections have what they have in common: nobody starts a sign-in for them. */
export function forgetSignIns({ root }: YamlDocument): void {
  const connections = at(root, ["connections"]);
  if (connections?.kind !== "map") return;
  for (const [name, { node }] of connections.entries)
    if (at(node, ["sign_in"]) === undefined) put(root, ["connections", name, "sign_in"], locate("GET /", node.offset));
}

function says(root: YamlDocument["root"], word: string): boolean {
  return [...wordsIn(root)].some((text) => new RegExp(`\\{\\{\\s*${word}\\s*\\}\\}`).test(text));
}
