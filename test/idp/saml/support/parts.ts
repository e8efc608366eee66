/** A Response of SAML taken apart, so that two can be compared. */
import { DOMParser } from "@xmldom/xmldom";
import type { Element } from "@xmldom/xmldom";

export type Parts = ReadonlyMap<string, string>;

/** Every text and attribute by its path; what is new each time is replaced by a word where it is right. */
export function partsOf(xml: string): Parts {
  const parts = new Map<string, string>();
  for (const root of rootsOf(xml)) walk(root, "", parts);
  return parts;
}

function walk(element: Element, above: string, parts: Map<string, string>): void {
  const before = [...(element.parentNode?.childNodes ?? [])].filter(
    ({ nodeType }) => nodeType === element.ELEMENT_NODE,
  );
  const again = before[before.indexOf(element) - 1]?.nodeName === element.nodeName ? " 2" : "";
  const path = `${above}/${element.localName ?? ""}${again}`;
  if (element.localName === "Signature") {
    parts.set("signatures", "some");
    return;
  }
  // Which prefixes there are says nothing.
  for (const { name, value } of [...element.attributes].filter(({ name }) => !name.startsWith("xmlns")))
    parts.set(`${path}@${name}`, steady(name, value));
  if ([...element.childNodes].some(({ nodeType }) => nodeType === element.COMMENT_NODE))
    parts.set(`${path}/comment()`, "some");
  // What is too deep for whoever calls himself is no part.
  if (element.localName === "d") return;
  const children = [...element.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
  if (children.length === 0) parts.set(path, element.textContent ?? "");
  for (const child of children) walk(child, path, parts);
}

const PLACES = ["Response", "Assertion", "Signature", "Extensions", "Object"];

export function outlineOf(xml: string): string {
  return rootsOf(xml).flatMap(outlined).join(" ");
}

/** All that stand side by side: of a message that is no document there are several. */
function rootsOf(xml: string): readonly Element[] {
  const bare = xml
    .replace(/^<!DOCTYPE [^[>]+(?:\[.+?\])?>/, "")
    .replaceAll(/&text-of-elsewhere;/g, "")
    .replaceAll("&else;", "");
  const all = new DOMParser().parseFromString(`<all>${bare}</all>`, "text/xml").documentElement;
  return [...(all?.childNodes ?? [])].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
}

function outlined(element: Element): readonly string[] {
  const name = element.localName ?? "";
  if (name === "d") return [];
  const children = [...element.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
  const within = children.flatMap(outlined).join(" ");
  const subject = element.parentNode?.localName === "Object" && name === "Subject";
  const twice =
    name === "SignedInfo" && [...(element.parentNode?.childNodes ?? [])].filter((node) => node.localName === name);
  if (!subject && !PLACES.includes(name) && !(twice !== false && twice.length > 1))
    return within === "" ? [] : [within];
  const about =
    name === "Assertion" ? children.find(({ localName }) => localName === "Subject") : subject ? element : undefined;
  const forged = about?.textContent?.includes("-forged") === true ? "!" : "";
  return [`${name}${forged}${within === "" ? "" : `(${within})`}`];
}

function steady(name: string, value: string): string {
  if (name === "ID" || name === "SessionIndex") return "any";
  if (name === "InResponseTo") return value.endsWith("-other") ? "other" : "right";
  const wanted: Readonly<Record<string, number>> = {
    NotBefore: -60,
    NotOnOrAfter: 300,
    IssueInstant: 0,
    AuthnInstant: 0,
  };
  const seconds = wanted[name];
  const ahead = (Date.parse(value) - Date.now()) / 1_000;
  return seconds !== undefined && Math.abs(ahead - seconds) < 30 ? "right" : value;
}

export function differences(one: Parts, other: Parts): readonly string[] {
  const names = [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));
  // The attributes of an element that is gone go with it.
  return names.filter((name) => !names.some((element) => name.startsWith(`${element}@`))).toSorted();
}
