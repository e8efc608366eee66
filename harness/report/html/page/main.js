import { checkOf, openCheck } from "./check.js";
import { el } from "./dom.js";
import { noticesOf, policyOf } from "./policy.js";
import { headOf, matrixOf, filtersOf } from "./run.js";
import { entries, refresh, view } from "./view.js";
import { VERDICTS, ORDER } from "./values.js";

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const run = read("run");
const checks = read("checks");
const rank = ({ verdict }) => ORDER.indexOf(verdict);
/** A check that follows from another comes right after it. */
const root = ({ name, follows_from }) => follows_from ?? name;
const place = new Map(checks.map(({ name }, index) => [name, index]));
const worst = new Map();
for (const check of checks) worst.set(root(check), Math.min(worst.get(root(check)) ?? ORDER.length, rank(check)));
const sorted = checks.toSorted(
  (a, b) =>
    worst.get(root(a)) - worst.get(root(b)) ||
    (place.get(root(a)) ?? 0) - (place.get(root(b)) ?? 0) ||
    Number(a.follows_from !== null) - Number(b.follows_from !== null) ||
    place.get(a.name) - place.get(b.name),
);
const list = el("div", { id: "list" });
entries.push(...sorted.map((check) => [check, checkOf(check, run)]));
list.append(...entries.map(([, element]) => element));

/** As the address says; without a word of it, what is not green. */
function restore() {
  const state = new URLSearchParams(location.hash.slice(1));
  view.verdicts = new Set(state.getAll("verdict").filter((verdict) => Object.hasOwn(VERDICTS, verdict)));
  for (const name of ["protocol", "pack", "text"]) view[name] = state.get(name) ?? "";
  const green = ["passed", "not_applicable"];
  const red = ORDER.filter((verdict) => !green.includes(verdict) && run.summary[verdict] > 0);
  if (location.hash.length < 2 && red.length > 0) view.verdicts = new Set(red);
  const name = state.get("check");
  refresh();
  if (name !== null) openCheck(name);
}

document
  .getElementById("page")
  .replaceChildren(
    headOf(run, checks),
    ...noticesOf(run).filter(Boolean),
    ...[matrixOf(checks)].filter(Boolean),
    el("section", { id: "checks" }, el("h2", {}, "Checks"), filtersOf(checks), list),
    ...[policyOf(run.policy)].filter(Boolean),
  );
restore();
addEventListener("hashchange", restore);
addEventListener("beforeprint", () => {
  for (const [check, element] of entries) {
    if (element.hidden || check.verdict === "passed") continue;
    element.fill();
    element.open = true;
  }
});
