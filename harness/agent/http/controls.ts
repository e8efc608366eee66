import type { Field } from "../port.ts";
import {
  attribute,
  closest,
  find,
  findAll,
  parsedOwner,
  rawText,
  visibleText,
  type Document,
  type Element,
} from "./dom.ts";

/** Form controls and what a person put into them. The tree is never changed: what was filled in stands beside it. */

/** What a person typed, chose or ticked on one page. */
export interface Filled {
  readonly values: Map<Element, string>;
  readonly checked: Map<Element, boolean>;
}

export function nothingFilled(): Filled {
  return { values: new Map(), checked: new Map() };
}

const BUTTON_TYPES = new Set(["submit", "button", "image", "reset"]);

export function typeOf(control: Element): string {
  if (control.name === "button") {
    const type = (attribute(control, "type") ?? "submit").toLowerCase();
    return BUTTON_TYPES.has(type) ? type : "submit";
  }
  return control.name === "input" ? (attribute(control, "type") ?? "text").toLowerCase() : control.name;
}

export function isButton(control: Element): boolean {
  return control.name === "button" || (control.name === "input" && BUTTON_TYPES.has(typeOf(control)));
}

export function isSubmitter(control: Element): boolean {
  const type = typeOf(control);
  return isButton(control) && (type === "submit" || type === "image");
}

/** The form that a control belongs to: the one that its `form` attribute names, or the one around it. */
export function formOf(document: Document, control: Element): Element | null {
  const id = attribute(control, "form");
  if (id === null) return parsedOwner(control);
  return findAll(document, "form").find((form) => attribute(form, "id") === id) ?? null;
}

const owned = new WeakMap<Document, ReadonlyMap<Element | null, Element[]>>();

/** A form's controls in the order of the page. */
export function controlsOf(document: Document, form: Element): readonly Element[] {
  const all = findAll(document, "input, select, textarea, button");
  const byForm = owned.get(document) ?? Map.groupBy(all, (control) => formOf(document, control));
  owned.set(document, byForm);
  return byForm.get(form) ?? [];
}

/** HTML section 4.10.18.5: its own attribute, or a disabled fieldset around it, outside that fieldset's first legend. */
export function isDisabled(control: Element): boolean {
  if (attribute(control, "disabled") !== null) return true;
  for (
    let set = closest(control, "fieldset");
    set !== null;
    set = set.parent && "attribs" in set.parent ? closest(set.parent, "fieldset") : null
  ) {
    if (attribute(set, "disabled") === null) continue;
    const legend = find(set, ":scope > legend");
    const around = closest(control, "legend");
    if (legend === null || around !== legend) return true;
  }
  return false;
}

export function isChecked(document: Document, control: Element, filled: Filled): boolean {
  const own = filled.checked.get(control);
  if (own !== undefined) return own;
  const written = attribute(control, "checked") !== null;
  return written && (typeOf(control) !== "radio" || lastChecked(document, control) === control);
}

const lasts = new WeakMap<Document, Map<Element | null, Map<string, Element>>>();

/** Of the radio buttons of one name that are written as checked, the last is (HTML section 4.10.5.1.16). */
function lastChecked(document: Document, radio: Element): Element | undefined {
  const name = attribute(radio, "name") ?? "";
  let known = lasts.get(document);
  if (known === undefined) {
    known = new Map();
    lasts.set(document, known);
    for (const one of findAll(document, "input[type=radio i][checked]")) {
      const form = formOf(document, one);
      const byName = known.get(form) ?? new Map<string, Element>();
      known.set(form, byName.set(attribute(one, "name") ?? "", one));
    }
  }
  return name === "" ? radio : known.get(formOf(document, radio))?.get(name);
}

/** The control's value as it stands now; of a select, that of its first chosen option. */
export function valueOf(control: Element, filled: Filled): string {
  const own = filled.values.get(control);
  if (own !== undefined) return own;
  if (control.name === "select") return chosen(control, filled)[0] ?? "";
  if (control.name === "textarea") return rawText(control).replace(/^\n/, "");
  const value = attribute(control, "value");
  const type = typeOf(control);
  if (type === "checkbox" || type === "radio") return value ?? "on";
  // One-line fields drop line breaks (HTML section 4.10.5.1.2); hidden ones keep them.
  return type === "hidden" || isButton(control) ? (value ?? "") : (value ?? "").replace(/[\r\n]+/g, "");
}

/**
 * The values of a select's chosen options: of a drop-down without a choice its first that can be chosen. A placeholder
 * that is chosen and disabled sends nothing.
 */
export function chosen(select: Element, filled: Filled): string[] {
  const own = filled.values.get(select);
  if (own !== undefined) return [own];
  const options = findAll(select, "option");
  const selected = options.filter((option) => attribute(option, "selected") !== null);
  const several = attribute(select, "multiple") !== null;
  const isList = several || Number(attribute(select, "size")) > 1;
  const first = isList ? undefined : options.find((option) => !isOff(option));
  const shown = several ? selected : [selected.at(-1) ?? first];
  return shown.flatMap((option) => (option === undefined || isOff(option) ? [] : [optionValue(option)]));
}

/** An option by itself, or with its group. */
function isOff(option: Element): boolean {
  if (attribute(option, "disabled") !== null) return true;
  const group = closest(option, "optgroup");
  return group !== null && attribute(group, "disabled") !== null;
}

/** Puts a value into a control as a person would: types, chooses by value or label, ticks. */
export function fillControl(document: Document, control: Element, value: string, filled: Filled): void {
  const type = typeOf(control);
  if (type === "checkbox") {
    filled.checked.set(control, !["", "false", "off", "no", "0"].includes(value.toLowerCase()));
  } else if (type === "radio") {
    const group = radioGroup(document, control);
    const chosen =
      group.find((radio) => valueOf(radio, filled) === value) ??
      group.find((radio) => labelOf(document, radio) === value);
    for (const radio of group) filled.checked.set(radio, radio === chosen);
  } else if (control.name === "select") {
    const options = findAll(control, "option");
    const match =
      options.find((one) => optionValue(one) === value) ?? options.find((one) => visibleText(one) === value);
    filled.values.set(control, match === undefined ? value : optionValue(match));
  } else {
    filled.values.set(control, value);
  }
}

/** What a control within its label shows is no part of what it is called. */
const CONTROL_TEXTS = ["select", "textarea", "button"];

/** The label of a control: what stands for it on the page, else what is said of it. */
export function labelOf(document: Document, control: Element): string {
  const id = attribute(control, "id");
  const wrapping = closest(control, "label");
  const labels = id === null ? [] : findAll(document, "label[for]").filter((label) => attribute(label, "for") === id);
  const text = [...labels, ...(wrapping === null ? [] : [wrapping])]
    .map((label) => visibleText(label, CONTROL_TEXTS))
    .find((one) => one !== "");
  const named = (attribute(control, "aria-labelledby") ?? "").split(/\s+/).filter((one) => one !== "");
  const referred = named.map((one) => findAll(document, "[id]").find((element) => attribute(element, "id") === one));
  return (
    text ||
    referred.flatMap((one) => (one === undefined ? [] : [visibleText(one)])).join(" ") ||
    (attribute(control, "aria-label") ?? attribute(control, "placeholder") ?? "").trim()
  );
}

export function fieldOf(document: Document, control: Element, filled: Filled): Field {
  return {
    name: attribute(control, "name") ?? "",
    id: attribute(control, "id") ?? "",
    label: labelOf(document, control),
    type: typeOf(control),
    value: valueOf(control, filled),
  };
}

export function optionValue(option: Element): string {
  return attribute(option, "value") ?? visibleText(option);
}

export function radioGroup(document: Document, radio: Element): Element[] {
  const form = formOf(document, radio);
  return findAll(document, "input[type=radio i]").filter(
    (one) => attribute(one, "name") === attribute(radio, "name") && formOf(document, one) === form,
  );
}
