/**
 * What an agent tells of a page's controls so that one rule, the same for every agent, can say which of them a person
 * means. Indexes are those of the list that the fact stands in.
 */

/** A button, a link, or anything else that a press may do something to. */
export interface Pressable {
  /** `button`, `input`, `a`, `summary` ... */
  readonly tag: string;
  /** Whether it is a link to a person who reads the page. */
  readonly link: boolean;
  readonly visible: boolean;
  readonly disabled: boolean;
  /** What is written on it, white space collapsed; of a picture, what stands for it. */
  readonly text: string;
  /** What it is called to those who do not see it. */
  readonly label: string;
  readonly value: string;
  readonly name: string;
  readonly id: string;
  readonly title: string;
  /** `here`: something opens, closes or scrolls on the page; `script`: nothing, unless a script listens. */
  readonly does: "submit" | "go" | "here" | "reset" | "script";
  /** Of a submitter, whether something was filled into its form on this page. */
  readonly filled: boolean;
  /** Of a submitter, the index of its form. */
  readonly form: number | null;
  /** The pressables within it. */
  readonly holds: readonly number[];
  readonly place: Standing;
}

/** What a press asks the server for. */
export interface Sends {
  readonly method: string;
  /** Absolute; of a GET with its query. */
  readonly url: string;
  /** Of the body. */
  readonly entries: readonly (readonly [name: string, value: string])[];
}

/** Where an element stands, as its page has it written: enough for a CSS selector. */
export interface Standing {
  /** `nav`, `header`, `main`, `footer`, `aside` or `dialog` around it; else empty. */
  readonly landmark: string;
  /** Of a link. */
  readonly href: string;
  readonly form: { readonly id: string; readonly action: string | null } | null;
}

/** Something to fill in. */
export interface Fillable {
  readonly tag: string;
  /** `text`, `checkbox`, `radio`, `select` ... */
  readonly type: string;
  readonly visible: boolean;
  readonly disabled: boolean;
  readonly name: string;
  readonly id: string;
  readonly label: string;
  readonly ariaLabel: string;
  readonly placeholder: string;
  /** Of a select, its options' values and texts; of a radio button, those of its group; else null. */
  readonly choices: readonly { readonly value: string; readonly text: string }[] | null;
  /** Index of its form among the page's; null: it belongs to none. */
  readonly form: number | null;
  readonly place: Standing;
}

/** Forms that are sent alike are one to a person: one for narrow screens and one for wide ones. */
export interface FormFacts extends Sends {
  /** Whether something was filled into it on this page. */
  readonly filled: boolean;
}

/** Names under which frameworks put a token against forged requests into a form: another one in each form, perhaps. */
const FORGERY_TOKEN = /csrf|xsrf|^_?token$|^authenticity_token$|^__requestverificationtoken$/i;

/** Two requests with the same key are one to a person; null: it is not known what is asked. */
export function keyOf(sends: Sends | null): string | null {
  if (sends === null) return null;
  const entries = sends.entries.map(([name, value]) => [name, FORGERY_TOKEN.test(name) ? "" : value]);
  return JSON.stringify([sends.method, sends.url.replace(/#.*$/s, "").replace(/\?$/, ""), entries]);
}

/** Why nothing was filled in or pressed. */
export interface Miss {
  readonly missed: "nothing" | "several" | "disabled" | "scripted" | "choice";
  /** One line: what was looked for, and what there is. */
  readonly told: string;
  /** What to write instead. */
  readonly cure: string;
}
