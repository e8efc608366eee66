import { FACTS } from "./in-page-facts.ts";

/**
 * What the agent does inside a page, as the text of one function: it is evaluated in a world of its own, where the
 * page's scripts can neither see nor replace it, and where the native setters reach past what frameworks put over them.
 * It finds what a person means by the same words as the http agent does.
 */
export const IN_PAGE = String.raw`function (name, args) {
  const collapse = (text) => (text || "").replace(/\s+/g, " ").trim();
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const select = (selector) => { try { return document.querySelector(selector); } catch { return null; } };
  const isButton = (element) =>
    element.localName === "button" || (element.localName === "input" && /^(submit|button|image|reset)$/.test(element.type));
  const isSubmitter = (element) => isButton(element) && /^(submit|image)$/.test(element.type);
  const off = (element) => element.matches(":disabled");

  // What a control within its label shows is no part of what it is called.
  const wordsOf = (one) => {
    if (one.querySelector("select, textarea, button") === null) return collapse(one.innerText);
    const copy = one.cloneNode(true);
    for (const control of copy.querySelectorAll("select, textarea, button")) control.remove();
    return collapse(copy.textContent);
  };
  const label = (control) => {
    const own = [...(control.labels || [])].map(wordsOf).find((text) => text !== "");
    const ids = collapse(control.getAttribute("aria-labelledby")).split(" ").filter((id) => id !== "");
    const referred = ids.map((id) => collapse(document.getElementById(id)?.innerText)).join(" ");
    return own || referred || collapse(control.getAttribute("aria-label") ?? control.getAttribute("placeholder"));
  };
${FACTS}
  // A browser of the kit has one window, so what would open another stays in it.
  const stay = (element) => {
    for (const one of [element, element.form, ...document.querySelectorAll("base")]) {
      one?.removeAttribute("target");
      one?.removeAttribute("formtarget");
    }
  };
  const put = (control, value) => {
    const prototype = { select: HTMLSelectElement, textarea: HTMLTextAreaElement }[control.localName] ?? HTMLInputElement;
    Object.getOwnPropertyDescriptor(prototype.prototype, "value").set.call(control, value);
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const enter = (control, value) => {
    control.focus();
    if (control.type === "checkbox") {
      const wanted = !["", "false", "off", "no", "0"].includes(value.toLowerCase());
      if (control.checked !== wanted) control.click();
    } else if (control.type === "radio") {
      const group = groupOf(control);
      const match = group.find((one) => one.value === value) ?? group.find((one) => label(one) === value);
      if (match === undefined) for (const one of group) one.checked = false;
      else match.click();
    } else if (control.localName === "select") {
      const options = [...control.options];
      const match = options.find((one) => one.value === value) ?? options.find((one) => collapse(one.text) === value);
      if (match !== undefined) put(control, match.value);
    } else if (control.type !== "file") put(control, value);
  };
  // An element may have moved since it was chosen; then it must be looked for again.
  const chosen = (elements, index, print) => {
    const element = elements[index];
    return element !== undefined && printOf(element) === print ? element : null;
  };
  const printOf = (element) => [element.localName, textOf(element), read(element, "id"), read(element, "name")].join("\n");

  const formsOnPage = () => [...document.forms].map((form, index) => ({
    index,
    method: form.method.toUpperCase() === "POST" ? "POST" : "GET",
    action: new URL(form.getAttribute("action") || location.href, document.baseURI).href,
    fields: [...form.elements].filter((one) => /^(input|select|textarea)$/.test(one.localName) && !isButton(one)).map((one) => ({
      name: one.name,
      id: one.id,
      label: label(one),
      type: one.localName === "input" ? one.type : one.localName,
      value: one.value,
    })),
  }));

  const actions = {
    read: () => ({
      url: location.href,
      type: document.contentType,
      html: document.documentElement.outerHTML,
      forms: formsOnPage(),
      text: document.body?.innerText ?? "",
    }),
    ...factActions,
    // A page that nothing can happen on by itself.
    isStill: () => document.readyState === "complete" && document.querySelector("script, iframe, frame, object, embed, body[onload], [onerror]") === null,
    shows: (what) =>
      collapse(document.body?.innerText).toLowerCase().includes(collapse(what).toLowerCase()) || select(what) !== null,
    fill: (index, value) => {
      const control = fillables()[index];
      if (control === undefined) return;
      enter(control, value);
      if (formOf(control) !== null) begun.add(control.form);
    },
    // Where a mouse would have to click; not reachable: something lies over it, or it has no size.
    aim: (word, index, print) => {
      const element = chosen(pressables(word), index, print);
      if (element === null) return null;
      stay(element);
      element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      const box = [...element.getClientRects()].find((one) => one.width > 0 && one.height > 0);
      if (box === undefined) return { x: 0, y: 0, reachable: false, follows: follows(element) };
      const x = box.left + box.width / 2, y = box.top + box.height / 2;
      const hit = document.elementFromPoint(x, y);
      return { x, y, reachable: hit !== null && element.contains(hit), follows: follows(element) };
    },
    click: (word, index, print) => chosen(pressables(word), index, print)?.click(),
    submit: (selector, fields) => {
      const form = select(selector)?.closest("form") ?? null;
      if (form === null) return false;
      const controls = [...form.elements];
      const buttons = controls.filter((one) => isSubmitter(one) && !off(one));
      const submitter = buttons.find((one) => one.name in fields && one.value === fields[one.name]) ?? buttons[0] ?? null;
      stay(submitter ?? form);
      form.removeAttribute("target");
      form.noValidate = true;
      if (submitter !== null) submitter.formNoValidate = true;
      for (const [name, value] of Object.entries(fields)) {
        const control = controls.find((one) => one.name === name && !isButton(one) && !off(one) && one.type !== "hidden");
        if (control !== undefined) enter(control, value);
      }
      // What is sent is what was asked for, whether or not the form has such a field.
      form.addEventListener("formdata", ({ formData }) => {
        for (const [name, value] of Object.entries(fields)) if (!formData.getAll(name).includes(value) || formData.getAll(name).length > 1) formData.set(name, value);
      }, { once: true });
      form.requestSubmit(submitter);
      return true;
    },
  };
  return actions[name](...args);
}`;
