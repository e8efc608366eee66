/** Controls, line separators, lone surrogates, and what makes a line read backwards. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Every character that a browser would obey or hide written out; the ends of lines stay. */
function plain(text) {
  const written = (mark) => (mark === "\n" || mark === "\t" ? mark : `\\u{${mark.codePointAt(0).toString(16)}}`);
  return text.replace(INVISIBLE, written);
}

/** An element with attributes and children; a text is always text, never markup. A function is a listener of its event. */
export function el(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const key in attributes) {
    const value = attributes[key];
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key, value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  put(element, children);
  return element;
}

function put(element, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false || child === "") continue;
    if (Array.isArray(child)) put(element, child);
    else element.append(child instanceof Node ? child : plain(String(child)));
  }
}

/**
 * A `details` whose content is made when it is opened for the first time: a page has thousands. By a click before it opens,
 * since `toggle` is only told of afterwards, when it has been shown empty already.
 */
export function folded(attributes, summary, content) {
  const body = el("div", { class: "inside" });
  const fill = () => {
    if (body.childNodes.length === 0) body.append(...[content()].flat(Infinity).filter(Boolean));
  };
  const details = el("details", attributes, el("summary", { click: fill }, summary), body);
  details.addEventListener("toggle", () => details.open && fill());
  details.fill = fill;
  if (details.open) fill();
  return details;
}

/** A heading with what belongs to it; nothing where there is nothing. */
export function section(title, ...content) {
  const some = content.flat(Infinity).filter(Boolean);
  return some.length === 0 ? null : el("section", {}, el("h2", {}, title), ...some);
}

export function definitions(pairs) {
  const rows = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return el(
    "dl",
    {},
    rows.map(([term, value]) => [el("dt", {}, term), el("dd", {}, value)]),
  );
}

/** `headings` is the first row; a cell may be an element. */
export function table(headings, rows, attributes) {
  return el(
    "div",
    { class: "wide" },
    el(
      "table",
      attributes,
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          headings.map((heading) => el("th", { scope: "col" }, heading)),
        ),
      ),
      el(
        "tbody",
        {},
        rows.map((cells) =>
          el(
            "tr",
            {},
            cells.map((cell) => el("td", {}, cell)),
          ),
        ),
      ),
    ),
  );
}
