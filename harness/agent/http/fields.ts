import type { Fillable, FormFacts, Sheet } from "../hands/index.ts";
import { formOf, isButton, isDisabled, labelOf, optionValue, radioGroup, typeOf, valueOf } from "./controls.ts";
import { controlsOf } from "./controls.ts";
import { attribute, findAll, findSelected, isVisible, visibleText, type Element } from "./dom.ts";
import { filledForms, standingOf, targetOf, type HtmlPage } from "./press.ts";

/** What can be filled in on a page, and the elements themselves. */
export function sheetOf(
  page: HtmlPage,
  pressed: ReadonlySet<number>,
): Sheet & { readonly elements: readonly Element[] } {
  const { document } = page;
  const elements = findAll(document, "input, select, textarea").filter((one) => !isButton(one));
  const forms = findAll(document, "form");
  const filled = filledForms(page);
  return {
    elements,
    fillables: elements.map((element) => factsOf(page, element, forms)),
    forms: forms.map((form) => formFacts(page, form, filled)),
    selected: (selector) =>
      findSelected(document, selector)
        .map((one) => elements.indexOf(one))
        .filter((at) => at >= 0),
    pressed,
  };
}

function factsOf(page: HtmlPage, element: Element, forms: readonly Element[]): Fillable {
  const { document } = page;
  const form = formOf(document, element);
  return {
    tag: element.name,
    type: typeOf(element),
    visible: isVisible(element),
    disabled: isDisabled(element),
    name: attribute(element, "name") ?? "",
    id: attribute(element, "id") ?? "",
    label: labelOf(document, element),
    ariaLabel: attribute(element, "aria-label") ?? "",
    placeholder: attribute(element, "placeholder") ?? "",
    choices: choicesOf(page, element),
    form: form === null ? null : forms.indexOf(form),
    place: standingOf(document, element),
  };
}

function choicesOf({ document, filled }: HtmlPage, element: Element): Fillable["choices"] {
  if (element.name === "select")
    return findAll(element, "option").map((one) => ({ value: optionValue(one), text: visibleText(one) }));
  if (typeOf(element) !== "radio") return null;
  return radioGroup(document, element).map((one) => ({ value: valueOf(one, filled), text: labelOf(document, one) }));
}

/** Of what it sends only the names, and the values that no person gives. */
function formFacts(page: HtmlPage, form: Element, filled: ReadonlySet<Element>): FormFacts {
  const entries = controlsOf(page.document, form).map((control): readonly [string, string] => [
    attribute(control, "name") ?? "",
    typeOf(control) === "hidden" ? valueOf(control, page.filled) : "",
  ]);
  return { ...targetOf(form, page), entries, filled: filled.has(form) };
}
