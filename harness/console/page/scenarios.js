import { el, folded } from "../../report/html/page/dom.js";
import { ask } from "./api.js";
import { field } from "./sign-in.js";
import { busily, connectionName, waits } from "./store.js";

/** Null until the console was asked; asked anew whenever the panel is opened, for files may have changed. */
let all = null;
/** What they come to at this SP, which takes longer to tell. */
let plan = null;
/** As long as it is asked for. */
let asking = null;
let wanted = "";

/** More are looked for by name. */
const MOST_FOUND = 25;

/** What was there before may have been written anew. */
export function forgetScenarios() {
  all = null;
  plan = null;
  asking = null;
}

/** Every check that there is: to read, and to run at the SP that is up. */
export function scenariosPanel() {
  const list = el("div", { class: "found" });
  const show = () => list.replaceChildren(...contentOf().flat(Infinity).filter(Boolean));
  const search = el("input", {
    id: "find-scenario",
    type: "search",
    value: wanted,
    input: (event) => ((wanted = event.target.value), show()),
  });
  if (all === null)
    ask("GET", "scenarios").then(
      (answer) => ((all = answer), show(), planned(list)),
      (error) => list.replaceChildren(el("p", { class: "bad" }, error.message)),
    );
  else planned(list);
  show();
  return [
    el("h2", {}, "Scenarios"),
    el(
      "p",
      { class: "lead" },
      "What an SP is judged by. Each runs here with people of its own, at every connection that it fits.",
    ),
    field("Find one by its id, title or pack", search),
    list,
  ];
}

/** Puts what is known now into the places that wait for it, wherever they are shown; nothing else moves. */
function planned(list) {
  if (plan !== null) return;
  asking ??= ask("GET", "plan");
  const asked = asking;
  const tell = (answer) => {
    if (asked !== asking) return;
    plan = answer;
    for (const place of list.querySelectorAll("[data-takes]")) place.textContent = takesOf(place.dataset.takes);
  };
  // What is not known of their time hinders nobody.
  asked.then(tell, () => undefined);
}

/** Of a pack by its name, and of all scenarios by none. */
function takesOf(pack) {
  if (plan === null) return pack === "" ? "What they come to at this SP is being planned…" : "";
  const { checks, about_ms, packs } = plan;
  if (pack !== "") return Object.hasOwn(packs, pack) ? inMinutes(packs[pack], "Takes ") : "";
  const how =
    about_ms === null
      ? ". Run one scenario first, and it says here about how long all of them take"
      : inMinutes(about_ms, ", which take ");
  return `They make ${checks} checks at this SP${how}. What is left is told while they run, and what was judged until you stop it stays.`;
}

/** By what was measured, which is never more than about so; nothing where nothing was. */
function inMinutes(ms, before) {
  if (ms === null) return "";
  const minutes = Math.round(ms / 60_000);
  return `${before}${minutes < 1 ? "less than a minute" : `about ${minutes} min`}, by what was driven here so far`;
}

function contentOf() {
  if (all === null) return [el("p", { class: "muted" }, "The scenarios are being read…")];
  const { scenarios, fault } = all;
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const found = scenarios
    .filter(({ id, title, pack }) => words.every((word) => `${id} ${title} ${pack}`.toLowerCase().includes(word)))
    .toSorted((one, other) => Number(other.id === words[0]) - Number(one.id === words[0]));
  const trouble = fault === null ? null : el("p", { class: "bad" }, fault);
  if (words.length > 0) {
    const left = found.length - MOST_FOUND;
    return [
      trouble,
      found.slice(0, MOST_FOUND).map(scenarioOf),
      left > 0 ? el("p", { class: "muted" }, `${left} more: type another word above to find them.`) : null,
      found.length === 0 ? el("p", { class: "muted" }, "No scenario is called so.") : null,
    ];
  }
  return [
    trouble,
    el("p", { class: "buttons" }, starter("run-all", `Run all ${scenarios.length}`, {})),
    el("p", { class: "muted", "data-takes": "" }, takesOf("")),
    [...Map.groupBy(scenarios, ({ pack }) => pack)].map(packOf),
  ];
}

function packOf([pack, scenarios]) {
  const summary = [el("b", {}, pack), el("span", { class: "chip" }, String(scenarios.length))];
  return folded({ class: "card connection pack" }, summary, () => [
    el("p", { class: "buttons" }, starter(`run-pack-${pack}`, "Run the pack", { pack })),
    el("p", { class: "muted", "data-takes": pack }, takesOf(pack)),
    scenarios.map(scenarioOf),
  ]);
}

function scenarioOf({ id, title, severity, protocols, own }) {
  const summary = [el("b", {}, id), own ? el("span", { class: "chip on" }, "yours") : null, el("div", {}, title)];
  return folded({ class: "scenario" }, summary, () => {
    const place = el("div", {}, el("p", { class: "muted" }, "…"));
    ask("GET", `scenarios/${encodeURIComponent(id)}`).then(
      (told) => place.replaceChildren(...toldOf(told).flat(Infinity).filter(Boolean)),
      (error) => place.replaceChildren(el("p", { class: "bad" }, error.message)),
    );
    return [
      el("p", { class: "muted" }, `${severity} on ${protocols.join(" and ")}`),
      el(
        "p",
        { class: "buttons" },
        starter(`run-${id}`, "Run it", { id }, "primary"),
        starter(`step-${id}`, "Step by step", { id, paced: true, connection: connectionName() }),
      ),
      place,
    ];
  });
}

function toldOf({ file, text, steps, explain, references }) {
  const { cause, fix, causes } = explain;
  return [
    el(
      "ol",
      { class: "steps" },
      steps.map(({ does, expects }) =>
        el(
          "li",
          {},
          does,
          expects.length === 0
            ? null
            : el(
                "ul",
                {},
                expects.map((one) => el("li", {}, one)),
              ),
        ),
      ),
    ),
    cause === "" ? null : [el("h3", {}, "Why it fails"), el("p", {}, cause)],
    fix === "" ? null : [el("h3", {}, "What to do"), el("p", {}, fix)],
    causes.map((one) => [
      el("h3", {}, `Where it shows by: ${one.sign.replaceAll("_", " ")}`),
      el("p", {}, `${one.cause} ${one.fix}`),
    ]),
    references.length === 0 ? null : el("p", { class: "muted" }, `Rests on ${references.join(", ")}`),
    folded({ class: "more" }, `The file ${file}`, () => el("pre", { tabindex: 0 }, text)),
  ];
}

function starter(id, text, asked, looks = "") {
  return el(
    "button",
    { id, class: looks, "aria-disabled": waits(), click: () => busily(() => ask("POST", "run", asked)) },
    text,
  );
}
