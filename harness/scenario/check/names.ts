/** Every name that is referred to is defined, before it is used, and no two things share one. */
import { quote, suggest } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { Mention, NameKind } from "../schema/cursor.ts";
import type { YamlDocument } from "../yaml/document.ts";

/** First words of the built-in template paths, and words that stand in the place of an account. */
const RESERVED: ReadonlySet<string> = new Set([
  "ns",
  "id",
  "domain",
  "value",
  "connection",
  "organization",
  "roles",
  "required",
  "pad",
  "blank",
  "digits",
  "new",
  "none",
  "at",
  "without",
]);

const WHERE: { readonly [kind in NameKind]: string } = {
  person: "`given.people`",
  account: "`given.accounts` or by `remember`",
  connection: "`given.connections`",
  invitation: "`given.invitations` or a step `invite`",
};

export function checkNames(document: YamlDocument, mentions: readonly Mention[], faults: FaultCollector): void {
  const everDefined = mentions.filter(({ does }) => does !== "use");
  const defined = new Map<string, Mention>();
  for (const mention of mentions) {
    if (document.lost.has(mention.name) || (mention.does === "use" && definitionsAreLost(document, mention.kind)))
      continue;
    if (mention.does === "use") checkUse(document, mention, defined, everDefined, faults);
    else checkDefinition(document, mention, defined, faults);
  }
}

/** Where what defines such names was faulty and taken out, a name that is not known says nothing new. */
function definitionsAreLost(document: YamlDocument, kind: NameKind): boolean {
  const part = { person: "people", account: "accounts", connection: "connections", invitation: "invitations" }[kind];
  return document.lostPaths.some(
    (path) =>
      (path[0] === "given" && (path.length === 1 || (path.length === 2 && path[1] === part))) ||
      path[0] === "include" ||
      (kind === "account" && (path.at(-1) === "remember" || path.at(-1) === "expect" || path.length === 2)),
  );
}

function checkDefinition(
  document: YamlDocument,
  mention: Mention,
  defined: Map<string, Mention>,
  faults: FaultCollector,
): void {
  const { name, place } = mention;
  if (RESERVED.has(name)) {
    faults.add(document.fault(place, `${quote(name)} is a word of the kit and cannot be a name`, "Take another name."));
    return;
  }
  // A person and what is remembered of them may share a name: only templates speak of people, only expectations of accounts.
  const key = mention.does === "remember" ? `account ${name}` : `named ${name}`;
  const other = defined.get(key) ?? (mention.kind === "account" ? defined.get(`account ${name}`) : undefined);
  const again = other?.does === "remember" && mention.does === "remember";
  if (other !== undefined && !again) {
    const { line } = other.place;
    faults.add(
      document.fault(
        place,
        `${quote(name)} is the name of ${describe(other)} already (line ${line})`,
        "Take another name.",
      ),
    );
    return;
  }
  defined.set(key, mention);
  if (mention.kind === "account") defined.set(`account ${name}`, mention);
}

function checkUse(
  document: YamlDocument,
  mention: Mention,
  defined: Map<string, Mention>,
  everDefined: readonly Mention[],
  faults: FaultCollector,
): void {
  const { kind, or, name, place } = mention;
  // Either of two kinds: a seeded account, not what is only remembered of somebody.
  const known = kind === "account" && or === undefined ? defined.get(`account ${name}`) : defined.get(`named ${name}`);
  if (known !== undefined && (known.kind === kind || known.kind === or)) return;
  const fits = (other: Mention) =>
    or === undefined ? other.kind === kind : other.does === "define" && (other.kind === kind || other.kind === or);
  const later = everDefined.find((other) => fits(other) && other.name === name);
  if (later !== undefined) {
    const where = later.does === "remember" ? "is remembered" : "is made";
    const hint = `It ${where} on line ${later.place.line}, and has its name from the next step on.`;
    faults.add(document.fault(place, `${quote(name)} is used before it ${where}`, hint));
    return;
  }
  const candidates = new Set(everDefined.filter(fits).map((other) => other.name));
  const hint = suggest(name, candidates, "Known:") ?? `Define it in ${WHERE[kind]}.`;
  const other = everDefined.find((each) => each.name === name);
  const but = other === undefined ? "" : ` (it is the name of ${describe(other)})`;
  const what = or === undefined ? kind : `${kind} or ${or}`;
  faults.add(document.fault(place, `no ${what} is named ${quote(name)}${but}`, hint));
}

function describe({ kind, does }: Mention): string {
  if (does === "remember") return "a remembered account";
  return kind === "account" || kind === "invitation" ? `an ${kind}` : `a ${kind}`;
}
