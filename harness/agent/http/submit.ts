import {
  controlsOf,
  fillControl,
  isButton,
  isChecked,
  isDisabled,
  isSubmitter,
  nothingFilled,
  valueOf,
} from "./controls.ts";
import { attribute, type Document, type Element } from "./dom.ts";
import type { HtmlPage } from "./press.ts";
import { entriesOf, type Entry } from "./submission.ts";

/** A form that is submitted with fields set, whether or not it has them. */

/** The button that carries one of the fields, else the form's first. */
export function submitterFor(
  document: Document,
  form: Element,
  fields: { readonly [name: string]: string },
): Element | null {
  const buttons = controlsOf(document, form).filter((one) => isSubmitter(one) && !isDisabled(one));
  const carries = buttons.find((one) => fields[attribute(one, "name") ?? ""] === valueOf(one, nothingFilled()));
  return carries ?? buttons[0] ?? null;
}

export function entriesWith(
  at: HtmlPage,
  form: Element,
  submitter: Element | null,
  fields: { readonly [name: string]: string },
): Entry[] {
  const { values, checked } = at.filled;
  const filled = { values: new Map(values), checked: new Map(checked) };
  const controls = controlsOf(at.document, form).filter((one) => !isButton(one) && !isDisabled(one));
  for (const [name, value] of Object.entries(fields)) {
    const control = controls.find((one) => attribute(one, "name") === name);
    if (control !== undefined) fillControl(at.document, control, value, filled);
    // An unticked box or a group without such a choice would send nothing; the caller said what is sent.
    if (
      control !== undefined &&
      attribute(control, "type")?.toLowerCase() === "checkbox" &&
      isChecked(at.document, control, filled)
    )
      filled.values.set(control, value);
  }
  const entries = entriesOf(at.document, form, submitter, filled);
  const given = new Map(Object.entries(fields));
  const kept = entries.filter(([name, value]) => !given.has(name) || given.get(name) === value);
  const sent = new Set(kept.map(([name]) => name));
  return [...kept, ...[...given].filter(([name]) => !sent.has(name))];
}
