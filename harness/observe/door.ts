/** What a person was led to who typed an address at the SP's front door, before any IdP was asked who they are, or told at that for new passwords. */
export interface DoorObservation {
  /** What was typed. */
  readonly typed: string;
  /** Who typed it; left out: who signed in by it. */
  readonly who?: string;
  /** The endpoint of an IdP that it led to, without its query; left out: it led to none. */
  readonly idp?: string;
  /** What the SP told instead; what was typed stands in it as `ADDRESS`. Left out: it led to an IdP. */
  readonly told?: DoorPage;
}

export interface DoorPage {
  readonly status: number | null;
  /** Path and query; a value that is another one each time as `…`. */
  readonly place: string;
  readonly text: string;
  /** Names of the fields that are to be filled in: a password. */
  readonly fields: readonly string[];
}

/** What a page shows, as far as it is comparable with what it shows of another address. */
export interface Shown {
  readonly url: string;
  readonly status: number | null;
  readonly text: string;
  readonly forms: readonly { readonly fields: readonly { readonly name: string; readonly type: string }[] }[];
}

const ADDRESS = "ADDRESS";
const MOST = 2_000;

/** What a page tells, with what is of the address alone or of the moment taken out. */
export function doorPage({ url, status, text, forms }: Shown, typed: string): DoorPage {
  const { pathname, searchParams } = new URL(url);
  const query = [...searchParams].map(([name, value]) => `${name}=${passing(without(value, typed))}`).toSorted();
  const fields = forms.flatMap((form) => form.fields.flatMap(({ name, type }) => (type === "hidden" ? [] : [name])));
  return {
    status,
    place: [without(decoded(pathname), typed).split("/").map(passing).join("/"), ...query].join(" "),
    text: without(text, typed).split(/\s+/).map(passing).join(" ").slice(0, MOST),
    fields: [...new Set(fields)].toSorted(),
  };
}

/** The address, and the part of it before the @, by which some greet. */
function without(text: string, typed: string): string {
  const local = typed.slice(0, typed.lastIndexOf("@"));
  return [typed, local].filter(({ length }) => length > 2).reduce(withoutPart, text);
}

function withoutPart(text: string, part: string): string {
  const [low, wanted] = [text.toLowerCase(), part.toLowerCase()];
  // Letters whose small form is longer would shift what is cut.
  if (low.length !== text.length) return text.replaceAll(part, ADDRESS);
  let rest = "";
  let from = 0;
  for (let at = low.indexOf(wanted); at !== -1; at = low.indexOf(wanted, from)) {
    rest += text.slice(from, at) + ADDRESS;
    from = at + wanted.length;
  }
  return rest + text.slice(from);
}

/** Keys, codes and moments are others each time: a word with a digit in it, or a long one. */
function passing(word: string): string {
  return /\d/.test(word) || word.length > 40 ? "…" : word;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
