import { checkBody, checkOf, offer, openCheck } from "./check.js";
import { causesOf } from "./causes.js";
import { el } from "./dom.js";
import { leftOutOf, noticesOf, policyOf } from "./policy.js";
import { hurry, later } from "./later.js";
import { readyCheck, wholeCheck } from "./packed.js";
import { headOf, matrixOf, filtersOf } from "./run.js";
import { Row } from "./row.js";
import { entries, refresh, view } from "./view.js";
import { VERDICTS, ORDER } from "./values.js";

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const run = read("run");
const checks = read("checks");
const rank = ({ verdict }) => Math.max(0, ORDER.indexOf(verdict));
/** The worst first, and a check that follows from another right after it: without a comparison, since thousands wait for it. */
const [roots, followers] = [true, false].map((is) => checks.filter((check) => (check.follows_from === null) === is));
const groups = Map.groupBy([...roots, ...followers], ({ name, follows_from }) => follows_from ?? name);
const ranked = Map.groupBy(groups.values(), (members) => Math.min(...members.map(rank)));
const sorted = ORDER.flatMap((_, at) => ranked.get(at) ?? []).flat();
const list = el("div", { id: "list" });
let previous = null;
for (const check of sorted) {
  const row = new Row(list, () => checkOf(check, run, () => bodyOf(check)), previous);
  offer(check.name, () => row.element);
  entries.push([check, row]);
  previous = row;
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

const page = document.getElementById("page");
page.replaceChildren(
  ...[
    headOf(run, checks),
    ...noticesOf(run),
    causesOf(checks),
    matrixOf(checks),
    el("section", { id: "checks" }, el("h2", {}, "Checks"), filtersOf(checks), list),
  ].filter(Boolean),
);
restore();
later("policy", [() => page.append(...[policyOf(run.policy), ...leftOutOf(run)].filter(Boolean))]);
setTimeout(() => void unpackWhatPrints().catch(() => undefined), 500);
addEventListener("hashchange", restore);
addEventListener("beforeprint", () => {
  hurry();
  for (const [check, row] of entries) {
    if (row.hidden || check.verdict === "passed") continue;
    row.element.fill();
    row.element.open = true;
  }
});
