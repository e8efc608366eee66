import { checkBody, checkOf, offer, openCheck } from "./check.js";
import { causesOf } from "./causes.js";
import { el } from "./dom.js";
import { leftOutOf, noticesOf, policyOf } from "./policy.js";
import { readyCheck, wholeCheck } from "./packed.js";
import { headOf, matrixOf, filtersOf } from "./run.js";
import { Row } from "./row.js";
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
let behind = null;
for (const check of sorted.toReversed()) {
  const row = new Row(list, () => checkOf(check, run, () => bodyOf(check)), behind);
  offer(check.name, () => row.element);
  entries.unshift([check, row]);
  behind = row;
}

/** At once where it is unpacked already; else in its place as soon as it is. */
function bodyOf(row) {
  const check = readyCheck(row);
  if (check !== null) return checkBody(check, run);
  const body = el("div", {}, el("p", { class: "muted" }, "…"));
  wholeCheck(row).then(
    (found) => body.replaceChildren(...[checkBody(found, run)].flat(Infinity).filter(Boolean)),
    () => body.replaceChildren(el("p", {}, "This browser can not unpack it; the JSON report holds the same.")),
  );
  return body;
}

/** Whoever prints opens all that are not green, and a printer waits for nothing. */
async function unpackWhatPrints() {
  for (const [row] of entries) if (row.verdict !== "passed" && row.verdict !== "not_applicable") await wholeCheck(row);
}

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
    ...[causesOf(checks)].filter(Boolean),
    ...[matrixOf(checks)].filter(Boolean),
    el("section", { id: "checks" }, el("h2", {}, "Checks"), filtersOf(checks), list),
    ...[policyOf(run.policy), ...leftOutOf(run)].filter(Boolean),
  );
restore();
setTimeout(() => void unpackWhatPrints().catch(() => undefined), 500);
addEventListener("hashchange", restore);
addEventListener("beforeprint", () => {
  for (const [check, row] of entries) {
    if (row.hidden || check.verdict === "passed") continue;
    row.element.fill();
    row.element.open = true;
  }
});
