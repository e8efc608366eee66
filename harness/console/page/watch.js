import { checkBody, checkOf } from "../../report/html/page/check.js";
import { el } from "../../report/html/page/dom.js";
import { leftOutOf, noticesOf, policyOf } from "../../report/html/page/policy.js";
import { filtersOf, matrixOf, verdictsOf } from "../../report/html/page/run.js";
import { duration, ORDER } from "../../report/html/page/values.js";
import { entries, refresh } from "../../report/html/page/view.js";
import { ask, hasToken, listen } from "./api.js";
import { trouble } from "./store.js";

const place = (id) => document.getElementById(id);
let run = null;
let progress = null;

/** What of the page is otherwise than it was; it is drawn once for all that came meanwhile. */
const due = new Set();
function soon(...parts) {
  if (due.size === 0) requestAnimationFrame(draw);
  for (const part of parts) due.add(part);
}

function draw() {
  const rows = entries.map(([row]) => row);
  const drawn = {
    progress: drawProgress,
    verdicts: () => keepingFocus(() => put("verdicts", verdictsOf(run))),
    notices: () =>
      put("notices", [
        ...noticesOf(run),
        ...leftOutOf({ ...run, not_offered: progress.state === "ended" ? run.not_offered : [] }),
      ]),
    matrix: () => put("matrix", rows.length === 0 ? null : matrixOf(rows)),
    filters: () => put("filters", filtersOf(manyOf(progress))),
    policy: () => put("policy", policyOf(run.policy)),
  };
  const parts = [...due];
  due.clear();
  for (const part of parts) drawn[part]();
  refresh();
}

function put(id, ...content) {
  place(id).replaceChildren(...content.flat(Infinity).filter(Boolean));
}

function keepingFocus(work) {
  const { id } = document.activeElement ?? {};
  work();
  if (id && document.activeElement?.id !== id) place(id)?.focus({ preventScroll: true });
}

/** The choices that there will be, from the plan: before the checks are there. */
function manyOf({ protocols, packs }) {
  const length = Math.max(protocols.length, packs.length);
  return Array.from({ length }, (_, at) => ({
    protocol: protocols[at] ?? protocols[0],
    pack: packs[at] ?? packs[0],
  }));
}

function drawProgress() {
  const { state, planned, phase, going } = progress;
  const { length } = entries;
  place("target").textContent = run.target ?? "";
  place("bar").hidden = state === "ended";
  Object.assign(place("bar"), { value: length, max: Math.max(planned, 1) });
  const at = phase === "" ? `${length} of ${planned} checks` : phase;
  const early = run.partial ? ", stopped early" : "";
  const text = state === "running" ? at : `${length} checks in ${duration(run.duration_ms)}${early}`;
  // Who hears the page is told of what it is at, and of the end, not of every check.
  place("far").setAttribute("aria-live", state === "running" && phase === "" ? "off" : "polite");
  if (place("far").textContent !== text) place("far").textContent = text;
  put(
    "going",
    going.map((name) => el("li", {}, name)),
  );
}

/** What was seen of a check is fetched when it is opened: it is large. */
function elementOf(row) {
  return checkOf(row, run, () => {
    const body = el("div", {}, el("p", { class: "muted" }, "…"));
    ask("GET", `checks/${encodeURIComponent(row.name)}`).then(
      (check) => body.replaceChildren(...[checkBody(check, run)].flat(Infinity).filter(Boolean)),
      (error) => body.replaceChildren(el("p", { class: "bad" }, error.message)),
    );
    return body;
  });
}

/** What is not as it should be stands first; of one verdict, what was judged first. */
function add(row) {
  const before = entries.findIndex(([{ name }]) => name === row.name);
  const [old] = before < 0 ? [] : entries.splice(before, 1);
  const element = elementOf(row);
  if (old?.[1].open === true) {
    element.fill();
    element.open = true;
  }
  old?.[1].remove();
  const rank = ORDER.indexOf(row.verdict);
  const found = entries.findIndex(([{ verdict }]) => ORDER.indexOf(verdict) > rank);
  const at = found < 0 ? entries.length : found;
  place("list").insertBefore(element, entries[at]?.[1] ?? null);
  entries.splice(at, 0, [row, element]);
}

function whole(told) {
  const isAnew = run?.seed !== told.run.seed || run?.started_at !== told.run.started_at;
  ({ run, progress } = told);
  if (isAnew) {
    for (const [, element] of entries.splice(0)) element.remove();
  }
  const known = new Map(entries.map(([row]) => [row.name, JSON.stringify(row)]));
  for (const row of told.rows) if (known.get(row.name) !== JSON.stringify(row)) add(row);
  soon("progress", "verdicts", "notices", "matrix", "policy", ...(isAnew ? ["filters"] : []));
}

const TOLD = {
  whole,
  run: (told) => ((run = told.run), soon("notices")),
  progress: (told) => ((progress = told.progress), soon("progress")),
  check: ({ row, summary }) => {
    run = { ...run, summary };
    add(row);
    soon("progress", "verdicts", "matrix");
  },
};

if (hasToken) {
  listen((event) => TOLD[event.type]?.(event)).then(
    () => trouble("The command has ended, and this page with it: what was not opened yet is not to be had any more."),
    (error) => trouble(error.message),
  );
} else trouble("Open the address that `jitterbug run --ui` printed: it has the key to this page in it.");
