import { el, section, table } from "./dom.js";
import { hurry } from "./later.js";
import { ORDER, mark, word, duration, inOrder, isNews, WRONG } from "./values.js";
import { refresh, view } from "./view.js";

export function headOf(run, checks) {
  return el(
    "header",
    {},
    el("h1", {}, `${run.target ?? "a run without a target"}: ${outcomeOf(checks)}`),
    el(
      "p",
      { class: "muted" },
      `${checks.length} checks in ${duration(run.duration_ms)}, begun ${run.started_at.replace("T", " ").replace(/\.\d+Z$/, " UTC")}; `,
      `Jitterbug ${run.version}`,
      run.seed === null ? null : [", seed ", el("code", {}, run.seed)],
    ),
    run.partial
      ? el("p", { class: "bad" }, "Stopped early: this is a partial run. What is here is true, and not all.")
      : null,
    verdictsOf(run),
  );
}

/** In words: what somebody wants to know who opens it. */
function outcomeOf(checks) {
  const wrong = checks.filter((check) => WRONG.includes(check.verdict) && isNews(check)).length;
  if (checks.length === 0) return "no check was run";
  return wrong === 0 ? "nothing went wrong" : `${wrong} of ${checks.length} checks went wrong`;
}

/** How many there are of each verdict: a button each, which shows them. */
export function verdictsOf({ summary }) {
  const counts = ORDER.filter((verdict) => (summary[verdict] ?? 0) > 0);
  return el(
    "div",
    { class: "verdicts", role: "group", "aria-label": "show these verdicts" },
    counts.map((verdict) =>
      el(
        "button",
        {
          type: "button",
          class: verdict,
          id: `verdict-${verdict}`,
          "data-verdict": verdict,
          "aria-pressed": "false",
          click: () => toggle(verdict),
        },
        mark(verdict),
        ` ${summary[verdict]} ${word(verdict)}`,
      ),
    ),
  );
}

function toggle(verdict) {
  if (!view.verdicts.delete(verdict)) view.verdicts.add(verdict);
  refresh();
}

/** Packs by protocols, each with the worst verdict that came in it. */
export function matrixOf(checks) {
  const protocols = [...new Set(checks.map(({ protocol }) => protocol))].toSorted(inOrder);
  const packs = Map.groupBy(checks, ({ pack }) => pack);
  const cell = (pack, protocol, some) => {
    if (some === undefined) return "";
    const worst = ORDER.find((verdict) => some.some((check) => check.verdict === verdict));
    const bad = some.filter(({ verdict }) => verdict === worst).length;
    const told = worst === "passed" || worst === "not_applicable" ? String(some.length) : `${bad} of ${some.length}`;
    return el(
      "button",
      {
        type: "button",
        class: `cell ${worst}`,
        title: `${pack}, ${protocol}: ${word(worst)}`,
        click: () => show({ pack, protocol }),
      },
      mark(worst),
      ` ${told}`,
    );
  };
  return section(
    "By pack and protocol",
    table(
      ["pack", ...protocols],
      [...packs].map(([pack, all]) => {
        const some = Map.groupBy(all, ({ protocol }) => protocol);
        return [
          el("button", { type: "button", class: "link", click: () => show({ pack, protocol: "" }) }, pack),
          ...protocols.map((protocol) => cell(pack, protocol, some.get(protocol))),
        ];
      }),
      { class: "matrix" },
    ),
  );
}

function show(change) {
  Object.assign(view, change);
  view.verdicts.clear();
  refresh();
  hurry();
  document.getElementById("checks").scrollIntoView();
}

export function filtersOf(checks) {
  const options = (values, all) => [
    el("option", { value: "" }, all),
    ...values.map((value) => el("option", { value }, value)),
  ];
  const choose = (name, all, values) =>
    el(
      "select",
      { "aria-label": name, "data-filter": name, change: (event) => ((view[name] = event.target.value), refresh()) },
      options(values, all),
    );
  return el(
    "div",
    { class: "filters" },
    el("input", {
      type: "search",
      placeholder: "search checks",
      "aria-label": "search checks",
      "data-filter": "text",
      input: (event) => ((view.text = event.target.value.toLowerCase()), refresh()),
    }),
    choose("protocol", "every protocol", [...new Set(checks.map(({ protocol }) => protocol))].toSorted(inOrder)),
    choose("pack", "every pack", [...new Set(checks.map(({ pack }) => pack))]),
    el(
      "button",
      {
        type: "button",
        click: () => (Object.assign(view, { protocol: "", pack: "", text: "" }), view.verdicts.clear(), refresh()),
      },
      "show all",
    ),
    el("span", { class: "muted", id: "shown", "aria-live": "polite" }),
  );
}
