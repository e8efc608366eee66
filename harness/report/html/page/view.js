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

export function refresh() {
  let count = 0;
  for (const [check, element] of entries) {
    const isShown = matches(check);
    element.hidden = !isShown;
    if (isShown) count++;
  }
  document.getElementById("shown").textContent = `${count} of ${entries.length} shown`;
  for (const button of document.querySelectorAll("[data-verdict]"))
    button.setAttribute("aria-pressed", String(view.verdicts.has(button.dataset.verdict)));
  for (const field of document.querySelectorAll("[data-filter]")) {
    const value = view[field.dataset.filter];
    if (field.value.toLowerCase() !== value.toLowerCase()) field.value = value;
  }
  remember();
}
