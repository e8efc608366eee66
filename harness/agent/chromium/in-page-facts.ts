/**
 * What there is to press and to fill in, in the words of `hands/facts.ts`: functions of the in-page script, as text.
 * `collapse`, `shown`, `isButton`, `isSubmitter`, `off` and `label` are the script's own.
 */
export const FACTS = String.raw`
  // This world lives as long as the page does, and so does what was filled in.
  const begun = (globalThis.jitterbugBegun ??= new Set());
  const all = (selector) => { try { return [...document.querySelectorAll(selector)]; } catch { return []; } };
  const read = (element, name) => element.getAttribute(name) ?? "";

  const PRESSABLE = "button, input[type=submit i], input[type=button i], input[type=image i], input[type=reset i], a[href], area[href], summary, [role=button], [role=link], [role=menuitem], [onclick]";
  // What a selector names is pressed, whatever it is: a script may listen to anything.
  const pressables = (word) => {
    const usual = all(PRESSABLE);
    return [...usual, ...all(word).filter((one) => !usual.some((outer) => outer.contains(one)))];
  };
  const selectedIn = (elements, word) =>
    [...new Set(all(word).map((one) => elements.findLastIndex((outer) => outer.contains(one))))].filter((at) => at >= 0);

  const textOf = (element) => {
    if (element.localName === "input") {
      if (element.type === "image") return read(element, "alt");
      return collapse(element.value || { submit: "Submit", reset: "Reset" }[element.type] || "");
    }
    const pictures = () => [...element.querySelectorAll("img[alt], svg title")].map((one) => read(one, "alt") || one.textContent);
    return collapse(element.innerText) || collapse(pictures().join(" "));
  };
  const accessible = (element) => {
    const ids = read(element, "aria-labelledby").split(/\s+/).filter((id) => id !== "");
    return collapse(ids.map((id) => document.getElementById(id)?.innerText ?? "").join(" ")) || read(element, "aria-label");
  };
  const formOf = (element) => element.form instanceof HTMLFormElement ? element.form : null;
  const toggles = (element) => {
    if (element.localName === "summary") return element.parentElement?.localName === "details";
    const form = formOf(element);
    if (element.hasAttribute("commandfor")) return true;
    if (element.hasAttribute("popovertarget") && (form === null || element.type === "button")) return true;
    return form !== null && isSubmitter(element) && methodOf(form, element) === "DIALOG";
  };
  const methodOf = (form, submitter) =>
    (submitter?.getAttribute("formmethod") ?? form.getAttribute("method") ?? "get").toUpperCase();
  const actionOf = (form, submitter) => {
    const written = (submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "").trim();
    return (written === "" ? URL.parse(location.href) : URL.parse(written, document.baseURI))?.href ?? location.href;
  };
  const follows = (element) => isSubmitter(element) ? element.form !== null : /^(a|area)$/.test(element.localName);
  const doesOf = (element) => {
    if (toggles(element)) return "here";
    if (isButton(element)) {
      if (formOf(element) === null) return "script";
      return element.type === "reset" ? "reset" : isSubmitter(element) ? "submit" : "script";
    }
    const href = element.getAttribute("href")?.trim();
    if (href === undefined || !/^(a|area)$/.test(element.localName)) return "script";
    return href === "#" || href === "#!" || /^javascript:/i.test(href) ? "script" : "go";
  };
  // Read by hand: a FormData would tell the page's scripts that the form is being sent.
  const entriesOf = (form, submitter) => [...form.elements].flatMap((one) => {
    if (one.name === "" || off(one) || one.localName === "fieldset" || (isButton(one) && one !== submitter)) return [];
    if (/^(checkbox|radio)$/.test(one.type) && !one.checked) return [];
    if (one.localName === "select") return [...one.selectedOptions].map((option) => [one.name, option.value]);
    return [[one.name, one.type === "file" ? "" : one.value]];
  });
  const sendsOf = (element) => {
    const does = doesOf(element), form = formOf(element);
    if (does === "submit" && form !== null) {
      const method = methodOf(form, element) === "POST" ? "POST" : "GET";
      const url = new URL(actionOf(form, element)), entries = entriesOf(form, element);
      if (method === "GET") url.search = new URLSearchParams(entries).toString();
      return { method, url: url.href, entries: method === "GET" ? [] : entries };
    }
    const url = does === "go" ? URL.parse(read(element, "href").trim(), document.baseURI) : null;
    return url === null ? null : { method: "GET", url: url.href, entries: [] };
  };
  const placeOf = (element) => {
    const form = formOf(element);
    return {
      landmark: element.closest("nav, header, main, footer, aside, dialog")?.localName ?? "",
      href: read(element, "href"),
      form: form === null ? null : { id: read(form, "id"), action: form.getAttribute("action") },
    };
  };
  const forms = () => [...document.forms];
  const pressableFacts = (element, _, elements) => {
    const form = isButton(element) ? formOf(element) : null;
    return {
      tag: element.localName,
      link: /^(a|area)$/.test(element.localName) || element.getAttribute("role") === "link",
      visible: element.localName === "area" || shown(element),
      disabled: isButton(element) && off(element),
      text: textOf(element),
      label: accessible(element),
      value: read(element, "value"),
      name: read(element, "name"),
      id: read(element, "id"),
      title: read(element, "title"),
      does: doesOf(element),
      filled: form !== null && begun.has(form),
      form: form === null ? null : forms().indexOf(form),
      holds: elements.flatMap((other, index) => other !== element && element.contains(other) ? [index] : []),
      place: placeOf(element),
    };
  };

  const fillables = () => all("input, select, textarea").filter((one) => !isButton(one));
  const choicesOf = (element) => {
    if (element.localName === "select") return [...element.options].map((one) => ({ value: one.value, text: collapse(one.text) }));
    return element.type === "radio" ? groupOf(element).map((one) => ({ value: one.value, text: label(one) })) : null;
  };
  const groupOf = (radio) => all("input[type=radio i]").filter((one) => one.name === radio.name && one.form === radio.form);
  const fillableFacts = (element) => ({
    tag: element.localName,
    type: element.localName === "input" ? element.type : element.localName,
    visible: shown(element),
    disabled: off(element),
    name: element.name,
    id: element.id,
    label: label(element),
    ariaLabel: read(element, "aria-label"),
    placeholder: read(element, "placeholder"),
    choices: choicesOf(element),
    form: formOf(element) === null ? null : forms().indexOf(element.form),
    place: placeOf(element),
  });
  const formFacts = (form) => ({
    method: methodOf(form, null) === "POST" ? "POST" : "GET",
    url: actionOf(form, null),
    entries: [...form.elements].filter((one) => /^(input|select|textarea|button)$/.test(one.localName))
      .map((one) => [one.name, one.type === "hidden" ? one.value : ""]),
    filled: begun.has(form),
  });
  const factActions = {
    board: (word) => {
      const elements = pressables(word);
      return { pressables: elements.map(pressableFacts), selected: selectedIn(elements, word), sends: elements.map(sendsOf) };
    },
    sheet: (names, next) => {
      const elements = fillables();
      const selected = names.map((name) => all(name).map((one) => elements.indexOf(one)).filter((at) => at >= 0));
      const board = next === null ? [] : pressables(next).map(pressableFacts);
      return { fillables: elements.map(fillableFacts), forms: forms().map(formFacts), selected, pressables: board };
    },
    count: (selectors) => selectors.map((selector) => all(selector).length),
  };
`;
