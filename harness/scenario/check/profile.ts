/** What a connection says itself although its profile says it, too: no fault, but worth to be told. */
import { formOf, oidcDefaults, oidcShape, profileOf, samlDefaults, samlShape } from "../../idp/profiles/index.ts";
import { own } from "../../own.ts";
import type { Fault } from "../../errors.ts";
import type { Connection, Person, Target } from "../model/index.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { at, type Located, type Path } from "../yaml/tree.ts";

/** Each with its place: what stands there, and what the vendor has instead. */
export function profileNotes(document: YamlDocument, target: Target): readonly Fault[] {
  return target.connections.flatMap((connection) =>
    connection.profile === undefined ? [] : notesOf(document, connection, profileOf(connection.profile)?.title ?? ""),
  );
}

/** Guests, where a vendor's messages tell nobody from a guest. */
export function guestNotes(people: readonly Person[], target: Target): readonly Fault[] {
  const guests = people.filter(({ guest }) => guest === true);
  return target.connections.flatMap(({ name, protocol, profile }) => {
    const { guest } = protocol === "oidc" ? oidcShape(profile) : samlShape(profile);
    if (guest !== null) return [];
    const title = profileOf(profile)?.title ?? "";
    return guests.map((person) => ({
      place: person.place,
      source: "",
      message: `${person.name} is a guest, and is told as anybody else at ${name}: ${title} knows no guests`,
    }));
  });
}

function notesOf(document: YamlDocument, connection: Connection, title: string): readonly Fault[] {
  const path = ["connections", connection.name];
  const note = (where: Path, text: string): Fault => document.fault(document.place([...path, ...where]), text);
  const overridden = Object.entries<Shaped>(shapedOf(connection)).flatMap(([key, theirs]) => {
    const written = at(document.root, [...path, key]);
    if (written === undefined) return [];
    if (typeof theirs === "string" || isList(theirs)) {
      const ours = textOf(written);
      const said = [theirs].flat().join(", ");
      return ours === said ? [] : [note([key], `${key} is ${ours} here, and would be ${said} at ${title}`)];
    }
    const names = written.kind === "map" ? [...written.entries.keys()] : [];
    return names.flatMap((claim) => nameNote(claim, [key, claim]));
  });
  return [...overridden, ...groupNotes()];

  function nameNote(claim: string, where: Path): readonly Fault[] {
    const shape = connection.protocol === "oidc" ? oidcShape(connection.profile) : samlShape(connection.profile);
    const ours = own(connection.protocol === "oidc" ? connection.claims : connection.attributes, claim);
    if (shape.withheld.includes(claim)) return [note(where, `${claim} is sent here, and would not be at ${title}`)];
    const theirs = own(shape.names, claim);
    return theirs === undefined || theirs === ours
      ? []
      : [note(where, `${claim} is ${String(ours)} here, and would be ${theirs} at ${title}`)];
  }

  function isNamed(claim: string): boolean {
    return own(connection.protocol === "oidc" ? connection.claims : connection.attributes, claim) !== undefined;
  }

  function groupNotes(): readonly Fault[] {
    const { groups, withheld } =
      connection.protocol === "oidc" ? oidcShape(connection.profile) : samlShape(connection.profile);
    return (["one", "two"] as const).flatMap((name) => {
      const group = connection.roles.mapped[name]?.group;
      if (group === undefined) return [];
      const where = ["roles", name, "group"];
      if (withheld.includes("groups") && !isNamed("groups"))
        return [note(where, `${title} sends no groups: no role comes of this one`)];
      const form = formOf(groups.each, group);
      return form === group
        ? []
        : [note(where, `${group} is sent as ${form}, as ${title} has it: that is what the SP must map`)];
    });
  }
}

type Shaped = string | readonly string[] | { readonly [claim: string]: string };

function isList(shaped: Shaped): shaped is readonly string[] {
  return Array.isArray(shaped);
}

/** A word, or a list of words. */
function textOf(written: Located): string {
  if (written.kind === "list") return written.items.map(textOf).join(", ");
  return written.kind === "scalar" ? String(written.value) : "";
}

/** What the profile stands for, by the key that a connection may write itself. */
function shapedOf(connection: Connection): { readonly [key: string]: Shaped } {
  const { profile } = connection;
  if (connection.protocol === "oidc") return { ...oidcDefaults(profile) };
  const { attributes, name_id, sign } = samlDefaults(profile);
  return { attributes, name_id, sign };
}
