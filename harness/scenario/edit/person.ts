import { isCollection, isMap, isScalar, isSeq, parseDocument, type Document, type YAMLMap } from "yaml";
import type { Json, Person } from "../model/index.ts";

/**
 * The text of a people file in which somebody is as given; who is not there yet is put behind the others. Comments, the
 * order of what stays, and everybody else stand as they stood. Throws an Error where the text has no people.
 */
export function rewritePerson(text: string, { name, at, guest, assigned, without, claims }: Person): string {
  const document = parseDocument(text, { version: "1.2" });
  const before = JSON.stringify(document.toJS());
  const people = peopleOf(document);
  const wanted: { readonly [key: string]: Json | undefined } = {
    at,
    guest,
    assigned,
    without: without.length === 0 ? undefined : [...without],
    ...claims,
  };
  const found: unknown = people.get(name, true);
  const person = isMap(found) ? found : document.createNode({});
  if (isScalar(found)) Object.assign(person, { comment: found.comment });
  if (!isMap(found)) people.set(people.items.find(({ key }) => textOf(key) === name)?.key ?? name, person);
  const gone = person.items.filter(({ key }) => wanted[textOf(key)] === undefined);
  for (const { key } of gone) person.delete(key);
  for (const [key, value] of Object.entries(wanted)) {
    if (value !== undefined) put(document, person, key, value);
  }
  if (JSON.stringify(document.toJS()) === before) return text;
  const whole = document.toString({ lineWidth: 0, flowCollectionPadding: false });
  return spliced(text, whole, name) ?? whole;
}

/**
 * The new text of one person in the old text of the others; with the line that has their name as it stood, where that
 * may be. Null where neither would read as it is meant.
 */
function spliced(old: string, now: string, name: string): string | null {
  const [was, is] = [placeOf(old, name), placeOf(now, name)];
  if (was === null || is === null) return null;
  const read = (one: string) => JSON.stringify(parseDocument(one, { version: "1.2" }).toJS());
  const wanted = read(now);
  return (
    [
      old.slice(0, was.inside) + now.slice(is.inside, is.end) + old.slice(was.end),
      old.slice(0, was.start) + now.slice(is.start, is.end) + old.slice(was.end),
    ].find((text) => read(text) === wanted) ?? null
  );
}

/** Where the name begins, what is said of them, and where that ends. */
function placeOf(text: string, name: string) {
  const people: unknown = parseDocument(text, { version: "1.2" }).get("people", true);
  const pair = isMap(people) ? people.items.find(({ key }) => textOf(key) === name) : undefined;
  const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
  const [inside, , end] = (isMap(pair?.value) ? pair.value.range : undefined) ?? [];
  return start === undefined || inside === undefined || end === undefined ? null : { start, inside, end };
}

/** What is the same already is not written anew, whatever its form. */
function put(document: Document, person: YAMLMap, key: string, value: Json): void {
  const old: unknown = person.get(key, true);
  const same = isMap(old) || isSeq(old) || isScalar(old) ? old.toJS(document) : undefined;
  if (old !== undefined && JSON.stringify(same) === JSON.stringify(value)) return;
  if (isScalar(old) && (typeof value !== "object" || value === null)) {
    old.value = value;
    return;
  }
  const node = document.createNode(value);
  if (isSeq(node)) node.flow = true;
  if (isCollection(node) && isCollection(old)) Object.assign(node, { comment: old.comment });
  person.set(key, node);
}

function peopleOf(document: Document): YAMLMap {
  const people: unknown = document.get("people", true);
  if (isMap(people)) return people;
  throw new Error("the file has no `people`");
}

function textOf(node: unknown): string {
  return String(isScalar(node) ? node.value : node);
}
