/** A tamper that no IdP knows, or that is told something it has no ear for, would never leave: nothing would be proven. */
import type { Place } from "../../errors.ts";
import { eventOf, findTamper, leads, TAMPERS } from "../../tampers/index.ts";
import type { Parameter, TamperRow } from "../../tampers/row.ts";
import { list, quote, suggest } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import { PROTOCOLS, type Json, type Scenario, type TamperUse } from "../model/index.ts";
import { meantBy, type Meant } from "../meant.ts";
import { templatePaths } from "../template.ts";
import { listensFor, tamperingOf } from "../vocabulary/index.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { at, scalars, type Path } from "../yaml/tree.ts";

export function checkTampers(document: YamlDocument, scenario: Scenario, faults: FaultCollector): void {
  for (const [index, step] of scenario.steps.entries()) {
    const tampering = tamperingOf(step);
    const listens = step.expect !== undefined && listensFor(step.expect);
    if (tampering === undefined) {
      if (listens) faults.add(document.fault(document.place(["steps", index]), NOWHERE, LEADING));
      continue;
    }
    const path: Path = ["steps", index, "tamper"];
    for (const meant of meantBy(scenario, tampering)) {
      const place = meant.tabled ? cellOf(document, meant) : nameIn(document, path);
      if (faults.has(place)) continue;
      const tell = (message: string, hint: string | undefined): void =>
        faults.add(document.fault(place, message, hint));
      const rows = checkName(meant, tell);
      if (rows.length > 0 && typeof meant.name === "string") {
        checkEvent(meant.name, tampering.of, tell);
        if (listens && !leads(meant.name)) tell(NOWHERE, LEADING);
      }
      if (rows.length > 0) checkParameters(document, [...path, tampering.use.name], tampering.use, rows, faults);
    }
  }
}

/** Says what is wrong with a name; gives the rows of the one that is right. */
function checkName(
  { name, protocols }: Meant,
  tell: (message: string, hint: string | undefined) => void,
): readonly TamperRow<string>[] {
  if (typeof name !== "string") {
    tell(`a tamper is named by text, not by ${JSON.stringify(name)}`, "Write its name.");
    return [];
  }
  if (templatePaths(name).length > 0) {
    tell(`${quote(name)} is no tamper's name before the run`, "Write the name, or one template of the table `each`.");
    return [];
  }
  const known = PROTOCOLS.filter((protocol) => findTamper(protocol, name) !== undefined);
  if (known.length === 0) {
    const names = [...new Set(protocols.flatMap((protocol) => Object.keys(TAMPERS[protocol])))];
    tell(`no tamper is named ${quote(name)}`, suggest(name, names, "There are:") ?? SEE);
    return [];
  }
  const missing = protocols.filter((protocol) => !known.includes(protocol));
  if (missing.length > 0) {
    const hint = `Leave ${list(missing, "and")} out, or write the names by protocol: \`each: { tamper: { oidc: [...], saml: [...] } }\`.`;
    tell(
      `${quote(name)} is a tamper of ${list(known, "and")} alone, and this is asked on ${list(missing, "and")}`,
      hint,
    );
    return [];
  }
  return protocols.flatMap((protocol) => findTamper(protocol, name) ?? []);
}

/** Armed at another event than its own, it would never leave. */
function checkEvent(name: string, at: "sign_in" | "logout", tell: (message: string, hint: string) => void): void {
  const of = eventOf(name);
  if (of === "either" || of === at) return;
  const [its, here] = of === "logout" ? ["sign-out", "sign-in"] : ["sign-in", "sign-out"];
  tell(`${quote(name)} is a tamper of a ${its}, and this is a ${here}`, SEE);
}

function checkParameters(
  document: YamlDocument,
  path: Path,
  { parameters }: TamperUse,
  rows: readonly TamperRow<string>[],
  faults: FaultCollector,
): void {
  for (const [name, value] of Object.entries(parameters)) {
    const places = rows.map(({ parameters: known = {} }) => known);
    const names = [...new Set(places.flatMap((known) => Object.keys(known)))];
    const found = places.every((known) => Object.hasOwn(known, name));
    if (!found) {
      const message = `${quote(String(path.at(-1)))} has no parameter ${quote(name)}`;
      const hint = suggest(name, names, "It has:") ?? "It has none.";
      faults.add(document.fault(document.keyPlace([...path, name]), message, hint));
      continue;
    }
    for (const wrong of places.map((known) => misfit(known[name], value)))
      if (wrong !== undefined) faults.add(document.fault(document.place([...path, name]), wrong));
  }
}

/** What is wrong with a parameter's value; a template is known only in the run. */
function misfit(parameter: Parameter | undefined, value: Json): string | undefined {
  if (parameter === undefined || templatePaths(value).length > 0) return undefined;
  if (parameter.type === "text" && typeof value !== "string") return `must be text, not ${JSON.stringify(value)}`;
  if (parameter.type === "seconds" && !(typeof value === "number" && Number.isInteger(value) && value > 0))
    return `must be a whole number of seconds above 0, not ${JSON.stringify(value)}`;
  return undefined;
}

const NOWHERE = "`fetched` is about an address that the message names, and this message names none";
const LEADING = "Take a tamper that names one: `addressed-key` does, by either protocol.";

const SEE = "`jitterbug list --tampers` prints them.";

/** Where a step names its tamper: as the value, or as the one key of a map. */
function nameIn(document: YamlDocument, path: Path): Place {
  const written = at(document.root, path);
  const [key] = written?.kind === "map" ? written.entries.keys() : [];
  return key === undefined ? document.place(path) : document.keyPlace([...path, key]);
}

/** Where a text stands in the table, in the list of its protocol where there is one. */
function cellOf(document: YamlDocument, { name, protocols }: Meant): Place {
  const cells = [...scalars(document.root)].filter(({ path, node }) => path[0] === "each" && node.value === name);
  const own = cells.find(({ path }) => protocols.some((protocol) => path[2] === protocol));
  return document.place((own ?? cells[0])?.path ?? ["each"]);
}
