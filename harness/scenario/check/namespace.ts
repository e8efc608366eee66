/**
 * Whatever the SP may know a person or an account by carries the namespace: a fixed text is the same in every check
 * and at every run, and what one of them left behind would be found by the next.
 */
import { quote } from "../faults.ts";
import type { FaultCollector } from "../faults.ts";
import type { EachRow, Json, Scenario } from "../model/index.ts";
import { fixedOf, pathsIn, templatePaths } from "../template.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { at, scalars, type Path } from "../yaml/tree.ts";
import { inRows, possible } from "./rows.ts";
import { changesOf, invitedBy, seededBy } from "../vocabulary/index.ts";

/** Claims by which an SP may find somebody. */
export const IDENTIFYING: readonly string[] = ["subject", "email", "preferred_username"];

/** Words that stand for nothing: what a careless program makes of a value that is not there. */
const ABSENT = /^(?:\s*|undefined|null|none|nan|true|false|0|\[object object\])$/i;

interface Named {
  /** The claim or field. */
  readonly field: string;
  readonly of: string;
  readonly value: Json;
  readonly path: Path;
}

export function checkNamespace(document: YamlDocument, scenario: Scenario, faults: FaultCollector): void {
  for (const { field, of, value, path } of identifying(scenario)) {
    for (const text of textsIn(value, scenario.each)) {
      if (ABSENT.test(text) || carries(text, scenario) || isMeant(field, text)) continue;
      const place = document.place(placeOf(document, path, text));
      const reserved =
        RESERVABLE.includes(field) && !text.includes("{{")
          ? ` Where the SP itself reserves it, write "{{fixed:${text}}}".`
          : "";
      const hint = `Write for example "${withNamespace(text)}": else the account that another check left is found.${reserved}`;
      faults.add(document.fault(place, `the ${quote(field)} of ${quote(of)} has no \`{{ns}}\``, hint));
    }
  }
}

/** An SP may keep names for itself (root, admin): what comes of one is what such a scenario is about. */
const RESERVABLE: readonly string[] = ["preferred_username", "username"];

function isMeant(field: string, text: string): boolean {
  return RESERVABLE.includes(field) && pathsIn(text).some((path) => fixedOf(path) !== undefined);
}

/** Every value by which an SP may find somebody. */
function identifying({ given, steps, each }: Scenario): readonly Named[] {
  const claimsOf = (of: string, claims: { readonly [claim: string]: Json }, path: Path): readonly Named[] =>
    IDENTIFYING.filter((claim) => Object.hasOwn(claims, claim)).map((claim) => ({
      field: claim,
      of,
      value: claims[claim] ?? null,
      path: [...path, claim],
    }));
  const accountOf = (
    { name, email, username, identities = [] }: Scenario["given"]["accounts"][number],
    path: Path,
  ): readonly Named[] => [
    { field: "email", of: name, value: email ?? null, path: [...path, "email"] },
    { field: "username", of: name, value: username ?? null, path: [...path, "username"] },
    ...identities.map(({ subject }, index) => ({
      field: "subject",
      of: name,
      value: subject,
      path: [...path, "identities", index, "subject"],
    })),
  ];
  const invitedTo = ({ name, email }: Scenario["given"]["invitations"][number], path: Path): Named => ({
    field: "email",
    of: name,
    value: email,
    path: [...path, "email"],
  });
  return [
    ...given.people.flatMap(({ name, claims }) => claimsOf(name, claims, ["given", "people", name])),
    ...given.accounts.flatMap((account) => accountOf(account, ["given", "accounts", account.name])),
    ...given.invitations.map((invitation) => invitedTo(invitation, ["given", "invitations", invitation.name])),
    ...steps.flatMap((step, index): readonly Named[] => {
      const path: Path = ["steps", index, step.kind];
      return [
        ...seededBy(step).flatMap((one) => accountOf(one, [...path, one.name])),
        ...invitedBy(step).map((one) => invitedTo(one, [...path, one.name])),
        ...Object.entries(changesOf(step)).flatMap(([name, { claims, template }]) =>
          template === undefined
            ? claimsOf(name, claims, [...path, name])
            : possible(template, each).flatMap((row) => claimsOf(name, mapOf(row), ["each"])),
        ),
      ];
    }),
  ];
}

function mapOf(value: Json): { readonly [claim: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [claim: string]: Json })
    : {};
}

function textsIn(value: Json, rows: readonly EachRow[]): readonly string[] {
  return possible(value, rows)
    .flatMap((one) => (Array.isArray(one) ? (one as readonly Json[]) : [one]))
    .filter((one) => typeof one === "string");
}

/** Templates that are the same in every check. */
const FIXED =
  /^(?:id|domain|connection\.name|organization\.name|pad:.*|fixed:.*|roles\..*|required\..*|.*\.(?:domain|name))$/;

/** Whether a template in it differs from check to check. The fields that identify somebody are looked at themselves. */
function carries(text: string, { given, each }: Scenario): boolean {
  return templatePaths(text).some((path) => {
    if (FIXED.test(path)) return false;
    const [owner = "", claim = ""] = path.split(".");
    const person = given.people.find(({ name }) => name === owner);
    if (person !== undefined && !IDENTIFYING.includes(claim)) return holdsNs(person.claims[claim] ?? null);
    // What is no path into the table is not known here, and told elsewhere.
    return inRows(path, each).every(holdsNs);
  });
}

function holdsNs(value: Json): boolean {
  return JSON.stringify(value).includes("{{ns}}");
}

/** The text itself, where it stands in a list or in the table. */
function placeOf({ root }: YamlDocument, path: Path, text: string): Path {
  const node = at(root, path);
  if (node?.kind === "scalar" && node.value === text) return path;
  for (const inner of scalars(root)) {
    const within = path.every((step, index) => inner.path[index] === step) || inner.path[0] === "each";
    if (within && inner.node.value === text) return inner.path;
  }
  return path;
}

/** A text that is another one in each check. */
export function withNamespace(text: string): string {
  return text.includes("@") ? text.replace("@", ".{{ns}}@") : `${text}-{{ns}}`;
}
