import type { Standing } from "./facts.ts";

interface Element {
  readonly tag: string;
  readonly name: string;
  readonly id: string;
  readonly place: Standing;
}

/** CSS selectors that may fit one element alone, the shortest to read first; which do, only the page can tell. */
export function selectorsFor({ tag, name, id, place }: Element, value = ""): readonly string[] {
  const { landmark, href, form } = place;
  const own = [
    ...(id === "" ? [] : [`#${identifier(id)}`]),
    ...(name === "" ? [] : [`${tag}[name=${quoted(name)}]`]),
    ...(name === "" || value === "" ? [] : [`${tag}[name=${quoted(name)}][value=${quoted(value)}]`]),
    ...(tag === "input" && name === "" && value !== "" ? [`input[value=${quoted(value)}]`] : []),
    ...(href === "" ? [] : [`${tag}[href=${quoted(href)}]`]),
  ];
  const forms = [
    ...(form === null || form.id === "" ? [] : [`#${identifier(form.id)}`]),
    ...(form === null || form.action === null ? [] : [`form[action=${quoted(form.action)}]`]),
  ];
  const within = [...own.filter((selector) => !selector.startsWith("#")), tag];
  return [
    ...own,
    ...forms.flatMap((around) => within.map((selector) => `${around} ${selector}`)),
    ...(landmark === "" ? [] : within.map((selector) => `${landmark} ${selector}`)),
    tag,
  ];
}

/** An id as CSS.escape would write it. */
function identifier(id: string): string {
  return id
    .replace(/[^\w\u0080-\uffff-]/g, (character) => `\\${character}`)
    .replace(/^(-?)(\d)/, (_, dash: string, digit: string) => `${dash}\\3${digit} `);
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, (character) => `\\${character}`)}'`;
}
