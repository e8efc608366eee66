import { later } from "./later.js";

/** What is shown: all of it by default, but where something is not green, that alone. */
export const view = { verdicts: new Set(), protocol: "", pack: "", text: "" };

function matches(check) {
  return (
    (view.verdicts.size === 0 || view.verdicts.has(check.verdict)) &&
    (view.protocol === "" || check.protocol === view.protocol) &&
    (view.pack === "" || check.pack === view.pack) &&
    (view.text === "" || `${check.name} ${check.title} ${check.reason}`.toLowerCase().includes(view.text))
  );
}

/** Each check with its element, or what has one once it is shown, as soon as the page is made. */
export const entries = [];

/** What a link to this page says of it. */
export function remember(more) {
  const state = new URLSearchParams();
  for (const verdict of view.verdicts) state.append("verdict", verdict);
  for (const name of ["protocol", "pack", "text"]) if (view[name] !== "") state.set(name, view[name]);
  for (const [name, value] of Object.entries(more ?? {})) state.set(name, value);
  const text = state.toString();
  history.replaceState(null, "", text === "" ? "#" : `#${text}`);
}

/** More rows than a window is high. */
const ROWS_AT_ONCE = 40;

export function refresh() {
  const shown = entries.filter(([check]) => matches(check));
  const isShown = new Set(shown);
  for (const entry of entries) if (!isShown.has(entry)) entry[1].hidden = true;
  // What is an element already is shown at once, wherever it stands.
  const rows = shown.map(([, row]) => row);
  const rest = new Set(rows.slice(ROWS_AT_ONCE).filter(({ isMade }) => isMade === false));
  for (const row of rows) if (!rest.has(row)) row.hidden = false;
  later(
    "rows",
    [...rest].map((row) => () => (row.hidden = false)),
  );
  document.getElementById("shown").textContent = `${shown.length} of ${entries.length} shown`;
  for (const button of document.querySelectorAll("[data-verdict]"))
    button.setAttribute("aria-pressed", String(view.verdicts.has(button.dataset.verdict)));
  for (const field of document.querySelectorAll("[data-filter]")) {
    const value = view[field.dataset.filter];
    if (field.value.toLowerCase() !== value.toLowerCase()) field.value = value;
  }
  remember();
}
