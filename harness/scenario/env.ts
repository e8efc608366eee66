/** `${NAME}` and `${NAME:-default}` in target files; `$${` is a plain `${`. */
import { own } from "../own.ts";
import { suggest } from "./faults.ts";
import type { FaultCollector } from "./faults.ts";
import type { YamlDocument } from "./yaml/document.ts";
import type { Located, TextPart } from "./yaml/tree.ts";

export type Environment = { readonly [name: string]: string | undefined };

const VARIABLE = /\$(\$)?\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** The variables that a text names without a default, and that are not set. */
export function unsetVariables(text: string, env: Environment): readonly string[] {
  const named = [...text.matchAll(VARIABLE)].flatMap(([, escape, name, fallback]) =>
    escape === undefined && fallback === undefined && name !== undefined ? [name] : [],
  );
  return [...new Set(named)].filter((name) => own(env, name) === undefined);
}

const SECRET_NAME = /secret|token|pass|key|credential|auth|dsn|cookie|private/i;
/** Numbers, words, hosts, paths, and addresses without a password: a report without them could not be read. */
const PLAIN = /^(?:[\d.]+|[a-z]+(?:[ _.-][a-z]+)*|[\w.-]+:\d+|[./~].*|[a-z][a-z0-9+.-]*:\/\/[^@?]*)$/i;

/**
 * The values that `${...}` came to in a text and that nobody else may see: all of a variable that is named as a secret
 * is, and of any other what is not plain.
 */
export function expandedSecrets(text: string, env: Environment): readonly string[] {
  return [...text.matchAll(VARIABLE)].flatMap(([, escape, name = "", fallback]) => {
    const value = escape === undefined ? (own(env, name) ?? fallback ?? "") : "";
    return value !== "" && (SECRET_NAME.test(name) || !PLAIN.test(value)) ? [value] : [];
  });
}

/** Fills in the environment in every text of the tree. A variable that is not set is a fault. */
export function expandEnvironment(document: YamlDocument, env: Environment, faults: FaultCollector): void {
  expandBelow(document.root);

  function expandBelow(node: Located): void {
    if (node.kind === "list") for (const [index, item] of node.items.entries()) node.items[index] = expand(item);
    if (node.kind === "map")
      for (const [key, entry] of node.entries) node.entries.set(key, { ...entry, node: expand(entry.node) });
  }

  function expand(node: Located): Located {
    expandBelow(node);
    if (node.kind !== "scalar" || typeof node.value !== "string" || !node.value.includes("${")) return node;
    const parts: TextPart[] = [];
    let [complete, written, end] = [true, "", 0];
    for (const match of node.value.matchAll(VARIABLE)) {
      const [whole, escape, name = "", fallback] = match;
      written += node.value.slice(end, match.index);
      end = match.index + whole.length;
      const given = escape === undefined ? own(env, name) : undefined;
      if (given !== undefined) {
        parts.push({ text: written, written: true }, { text: given, written: false });
        written = "";
      } else if (escape === undefined && fallback === undefined) {
        complete = false;
        tellUnset(name, node.offset);
      } else written += escape === undefined ? fallback : whole.slice(1);
    }
    parts.push({ text: written + node.value.slice(end), written: true });
    if (!complete) return { kind: "hole", offset: node.offset };
    return { ...node, parts, value: parts.map(({ text }) => text).join("") };
  }

  function tellUnset(name: string, offset: number): void {
    const known = Object.keys(env).filter((set) => env[set] !== undefined);
    const near = suggest(name, known, "");
    const hint = near?.startsWith("Did") === true ? near : `Set it, or give a default: \${${name}:-value}.`;
    faults.add(document.fault(document.placeAt(offset), `the environment variable \`${name}\` is not set`, hint));
  }
}
