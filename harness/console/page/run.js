import { checkBody } from "../../report/html/page/check.js";
import { el, folded } from "../../report/html/page/dom.js";
import { mark, ORDER, word } from "../../report/html/page/values.js";
import { ask } from "./api.js";
import { trouble } from "./store.js";

/** With more, those that went as they should are folded away. */
const FEW = 12;
const GREEN = new Set(["passed", "not_applicable"]);

/** Scenarios that were run: how far it is, and every check with all that was seen of it. */
export function runOf(run, isOpen) {
  const { id, at, what, label, defect, state } = run;
  const summary = [
    el(
      "span",
      { class: `mark-of ${toneOf(run)}`, "aria-hidden": "true" },
      { good: "✓", bad: "✗", other: "·" }[toneOf(run)],
    ),
    el("b", {}, what),
    el("span", { class: "muted" }, ` at ${label}`),
    defect === null ? null : el("span", { class: "chip bad" }, "broken"),
    state === "running" ? el("span", { class: "chip on" }, "running") : null,
    el("time", { class: "muted" }, new Date(at).toLocaleTimeString("en-GB")),
  ];
  return folded({ class: "card entry run", open: isOpen, id: `entry-${id}` }, summary, () => body(run));
}

/** In a line, for who hears the page. */
export function saidOf(run) {
  const { what, label, state, planned, checks, next } = run;
  if (next !== null) return `${what}: before step ${next.step + 1}, ${next.title}`;
  if (state === "running") return checks.length === 0 ? `${what} is run at ${label}.` : "";
  return `${what} at ${label}: ${checks.length === 0 && planned === 0 ? "nothing fits here" : countsOf(run)}.`;
}

/** What is going on, for who waits; `run` undefined: it has not begun yet. */
export function goingOf(run) {
  if (run === undefined) return "Scenarios are about to be run…";
  const { what, label, planned, checks, next } = run;
  if (next !== null) return `${what} waits at ${label} before step ${next.step + 1}: say there when to go on.`;
  const far = planned === 0 ? "looking at the SP before the first check" : `${checks.length} of ${planned} checks`;
  return `Running ${what} at ${label}: ${far}${leftOf(run)}…`;
}

/** By how long those took that are over. */
function leftOf({ at, planned, checks: { length } }) {
  if (length < 3 || length === planned) return "";
  const seconds = ((Date.now() - at) / length / 1000) * (planned - length);
  return seconds < 60 ? ", less than a minute left" : `, about ${Math.round(seconds / 60)} min left`;
}

function toneOf({ state, checks, troubles }) {
  if (checks.some(({ verdict }) => !GREEN.has(verdict) && verdict !== "observed" && verdict !== "warned")) return "bad";
  if (state === "stopped" && troubles.length > 0) return "bad";
  // As long as it goes on it may still turn red.
  return state !== "running" && checks.some(({ verdict }) => verdict === "passed") ? "good" : "other";
}

function countsOf({ checks }) {
  const counts = Map.groupBy(checks, ({ verdict }) => verdict);
  return ORDER.filter((verdict) => counts.has(verdict))
    .map((verdict) => `${counts.get(verdict).length} ${word(verdict)}`)
    .join(", ");
}

function body(run) {
  const { id, state, planned, checks, not_offered, troubles, next } = run;
  const isFew = planned <= FEW;
  const shown = isFew ? checks : checks.filter(({ verdict }) => !GREEN.has(verdict));
  const others = isFew ? [] : checks.filter(({ verdict }) => GREEN.has(verdict));
  const order = ({ verdict }) => ORDER.indexOf(verdict);
  const isOne = state !== "running" && checks.length === 1;
  return [
    el("p", { class: `decision ${toneOf(run)}`, id: `run-${id}-counts` }, headOf(run)),
    next === null ? null : waiting(next, id),
    state === "running" ? el("p", { class: "buttons" }, teller("stop", "Stop", `run-${id}-stop`)) : null,
    troubles.map((text) => el("p", { class: "hint" }, text)),
    planned === 0 && state !== "running" ? not_offered.map((reason) => el("p", {}, reason)) : null,
    shown.toSorted((one, other) => order(one) - order(other)).map((row) => rowOf(row, run, isOne)),
    others.length === 0
      ? null
      : folded({ class: "more" }, `${others.length} went as they should`, () => others.map((row) => rowOf(row, run))),
  ];
}

function headOf(run) {
  const { state, planned, checks } = run;
  if (state === "running" && planned === 0) return "Looking at the SP before the first check…";
  if (state === "running") return `${checks.length} of ${planned} checks${leftOf(run)}`;
  if (checks.length === 0)
    return planned === 0 && state !== "stopped" ? "No connection of this SP fits." : "Nothing was judged.";
  const cut = state === "stopped" ? `, stopped at ${checks.length} of ${planned}` : "";
  return `${countsOf(run)}${cut}`;
}

function waiting({ check, step, title }, id) {
  return el(
    "div",
    { class: "waiting" },
    el("p", { class: "muted" }, check),
    el("p", {}, el("b", {}, `Step ${step + 1}: `), title),
    el(
      "p",
      { class: "buttons" },
      teller("next", "Do this step", `run-${id}-next`, "primary"),
      teller("on", "Go on to the end", `run-${id}-on`),
    ),
  );
}

function teller(does, text, id, looks = "") {
  const told = () => ask("POST", `run/${does}`, {}).catch((error) => trouble(error.message));
  return el("button", { id, class: looks, click: () => void told() }, text);
}

/** What was seen of a check is fetched when it is opened: a red one is large. */
function rowOf({ name, verdict, reason }, run, isOpen = false) {
  const summary = [
    mark(verdict),
    " ",
    el("b", {}, name),
    reason === "" ? null : el("span", { class: "reason" }, reason),
  ];
  return folded({ class: `check ${verdict}`, open: isOpen }, summary, () => {
    const place = el("div", {}, el("p", { class: "muted" }, "…"));
    ask("GET", `runs/${run.id}/${encodeURIComponent(name)}`).then(
      (check) => place.replaceChildren(...[checkBody(check, run, (other) => other)].flat(Infinity).filter(Boolean)),
      () =>
        place.replaceChildren(el("p", { class: "muted" }, "What was seen of it is not kept any more; run it again.")),
    );
    return place;
  });
}
