import { controlsOf, formOf, isButton, isDisabled, isSubmitter, typeOf } from "./controls.ts";
import { attribute, closest, find, findAll, isVisible, rawText, type Document, type Element } from "./dom.ts";
import { submitCallsOnLoad, type SubmitCall } from "./scripts.ts";

/**
 * Which form of a page submits itself, as the pages do that carry SAML and form_post messages. Whatever the script
 * says, only a form that leaves a person nothing to fill in is ever submitted for them: a login form never is.
 */
export interface AutoSubmit {
  readonly form: Element;
  /** The button that the script clicks; `submit()` presses none. */
  readonly submitter: Element | null;
}

/** Cheap enough to ask of every page before it is parsed. */
export function maySubmitItself(html: string): boolean {
  return (
    /<form\b/i.test(html) && /\b(?:submit|requestSubmit|click)\s*\(|<noscript|<script[^>]{0,400}\bsrc\b/i.test(html)
  );
}

export function autoSubmitOf(document: Document): AutoSubmit | null {
  const silent = findAll(document, "form").filter((form) => asksNothing(document, form));
  if (silent.length === 0) return null;
  const scripts = findAll(document, "script:not([src])").filter(isCode).map(rawText);
  const body = find(document, "body");
  for (const call of submitCallsOnLoad(scripts, (body && attribute(body, "onload")) ?? "")) {
    const target = targetOf(document, call, silent);
    if (target !== null) return target;
  }
  const only = findAll(document, "form").length === 1 ? silent[0] : undefined;
  return only !== undefined && submitsByOtherScript(document, only) ? { form: only, submitter: null } : null;
}

/** Data blocks and templates are scripts in name only. */
function isCode(script: Element): boolean {
  const type = (attribute(script, "type") ?? "").trim().toLowerCase();
  return type === "" || type === "module" || /^(?:text|application)\/(?:x-)?(?:java|ecma)script$/.test(type);
}

/** Whether every field of the form is hidden already. */
function asksNothing(document: Document, form: Element): boolean {
  const controls = controlsOf(document, form);
  const fields = controls.filter((control) => !isButton(control) && !isDisabled(control));
  return fields.length > 0 && fields.every((control) => typeOf(control) === "hidden" || !isVisible(control));
}

/**
 * A page whose script is in a file of its own (a content security policy may demand that) still shows what it is:
 * the button stands in `<noscript>` only, or the form carries a protocol message to be posted on.
 */
function submitsByOtherScript(document: Document, form: Element): boolean {
  const pressable = controlsOf(document, form).some((control) => isSubmitter(control) && isVisible(control));
  const fallback = findAll(document, "noscript").some(
    (one) =>
      closest(one, "form") === form &&
      /<button\b|<input\b[^>]{0,400}\btype\s*=\s*["']?(?:submit|image)/i.test(rawText(one)),
  );
  if (fallback && !pressable) return true;
  const carries = controlsOf(document, form).some((control) =>
    /^(?:SAML(?:Request|Response)|wresult)$/.test(attribute(control, "name") ?? ""),
  );
  return carries && find(document, "script[src]") !== null;
}

function targetOf(document: Document, call: SubmitCall, silent: readonly Element[]): AutoSubmit | null {
  const named = namedBy(document, call.subject);
  if (call.verb === "click") {
    const button = named ?? null;
    if (button === null || !isSubmitter(button)) return null;
    const form = formOf(document, button);
    return form !== null && silent.includes(form) ? { form, submitter: button } : null;
  }
  if (named !== null) return named.name === "form" && silent.includes(named) ? { form: named, submitter: null } : null;
  // A variable, or `this`: clear only where there is one form that it can be.
  const [only, ...others] = silent;
  return only !== undefined && others.length === 0 ? { form: only, submitter: null } : null;
}

/** The element that an expression of a script names; null where that can not be told from the expression alone. */
function namedBy(document: Document, subject: string): Element | null {
  const forms = findAll(document, "form");
  const index = /\bforms\s*\[\s*(\d+)\s*\]$|\bforms\.item\(\s*(\d+)\s*\)$/.exec(subject);
  if (index !== null) return forms[Number(index[1] ?? index[2])] ?? null;
  const id = /\bgetElementById\(\s*["']([^"']+)["']\s*\)$/.exec(subject)?.[1];
  if (id !== undefined) return findAll(document, "[id]").find((one) => attribute(one, "id") === id) ?? null;
  const selector = /(?:\bquerySelector|\$|\bjQuery)\(\s*(?:"([^"]+)"|'([^']+)')\s*\)$/.exec(subject);
  if (selector !== null) return find(document, selector[1] ?? selector[2] ?? "");
  const name = /\bforms\s*\[\s*["']([^"']+)["']\s*\]$|\b(?:document|forms)\.([\w$]+)$/.exec(subject);
  const key = name?.[1] ?? name?.[2];
  return key === undefined
    ? null
    : (forms.find((one) => attribute(one, "name") === key || attribute(one, "id") === key) ?? null);
}
