import { el } from "../../report/html/page/dom.js";
import { hasToken, listen } from "./api.js";
import { connectionsPanel } from "./connections.js";
import { recordPanel } from "./record.js";
import { peoplePanel } from "./people.js";
import { signInPanel } from "./sign-in.js";
import { startPanel } from "./start.js";
import { store, trouble, update, watch } from "./store.js";
import { goingOf, runOf, saidOf } from "./run.js";
import { forgetScenarios, scenariosPanel } from "./scenarios.js";
import { entryOf, hopOf } from "./timeline.js";

const TABS = [
  { name: "start", title: "Start here", panel: startPanel },
  { name: "sign-in", title: "Sign in as", panel: signInPanel },
  { name: "scenarios", title: "Scenarios", panel: scenariosPanel },
  { name: "record", title: "Record", panel: recordPanel },
  { name: "people", title: "People", panel: peoplePanel },
  { name: "connections", title: "Connections", panel: connectionsPanel },
];
const place = (id) => document.getElementById(id);
let tab = "start";
/** Whose panel is drawn. */
let shown = null;
const entries = [];
const MOST_HOPS = 8;

/** Whoever is at a control stays there, where there is one of that name afterwards, with what they have selected in it. */
function keepingFocus(work) {
  const { id, selectionStart, selectionEnd, selectionDirection } = document.activeElement ?? {};
  work();
  if (!id || document.activeElement?.id === id) return;
  place(id)?.focus({ preventScroll: true });
  if (typeof selectionStart === "number")
    place(id)?.setSelectionRange?.(selectionStart, selectionEnd, selectionDirection);
}

/** What is open stays open: people and connections keep their order. */
function keepingOpen(root, work) {
  const details = () => [...root.querySelectorAll("details")];
  const open = details().map((one) => one.open);
  work();
  for (const [at, one] of details().entries()) {
    if (!open[at]) continue;
    one.fill?.();
    one.open = true;
  }
}

/** What was typed and not sent yet stays where it was typed: something is told of at any moment. */
function keepingTyped(root, work) {
  const controls = () => [...root.querySelectorAll("form[id] :is(input, textarea)[name]")];
  const keyOf = ({ form, name }) => `${form.id} ${name}`;
  const isTouched = (one) => one.value !== one.defaultValue || one.checked !== one.defaultChecked;
  const typed = new Map(
    controls()
      .filter(isTouched)
      .map((one) => [keyOf(one), one]),
  );
  work();
  for (const one of controls()) {
    const before = typed.get(keyOf(one));
    if (before !== undefined) Object.assign(one, { value: before.value, checked: before.checked });
  }
}

function showTabs() {
  const choose = (name) => {
    tab = name;
    forgetScenarios();
    showTabs();
    showPanel();
    place(`tab-${name}`).focus();
  };
  const step = (by) => choose(TABS[(TABS.findIndex(({ name }) => name === tab) + by + TABS.length) % TABS.length].name);
  const keys = { ArrowRight: 1, ArrowLeft: -1 };
  place("tabs").replaceChildren(
    ...TABS.map(({ name, title }) =>
      el(
        "button",
        {
          role: "tab",
          id: `tab-${name}`,
          "aria-selected": String(name === tab),
          "aria-controls": "panel",
          tabindex: name === tab ? 0 : -1,
          click: () => choose(name),
          keydown: ({ key }) => key in keys && step(keys[key]),
        },
        title,
      ),
    ),
  );
  place("panel").setAttribute("aria-labelledby", `tab-${tab}`);
}

function showPanel() {
  if (store.state === null) return;
  const { panel } = TABS.find(({ name }) => name === tab);
  const draw = () => place("panel").replaceChildren(...[panel(store.state)].flat(Infinity).filter(Boolean));
  const anew = () => keepingTyped(place("panel"), () => keepingOpen(place("panel"), draw));
  keepingFocus(shown === tab ? anew : draw);
  shown = tab;
}

function showHead() {
  const { target, sides } = store.state;
  place("target").textContent = target;
  place("sides").replaceChildren(
    ...sides.map(({ label, url }) =>
      el(
        "a",
        { href: url, target: "_blank", rel: "noreferrer noopener" },
        sides.length > 1 ? `${label} ↗` : "The SP ↗",
      ),
    ),
  );
}

/** What is going on, in words, for as long as it does. */
function showDoing() {
  const run = entries.findLast(({ kind, state }) => kind === "run" && state === "running");
  const text = store.doing ?? (store.state?.running === true ? goingOf(run) : "");
  const line = place("doing");
  line.hidden = text === "";
  if (line.textContent !== text) line.textContent = text;
}

function showTimeline() {
  const newest = entries.at(-1);
  place("timeline").replaceChildren(
    ...(newest === undefined
      ? [
          el(
            "div",
            { class: "empty" },
            el("p", {}, "Nobody has signed in yet."),
            el(
              "p",
              { class: "muted" },
              "What the SP decides shows up here: the account before and after, and every request of the way.",
            ),
          ),
        ]
      : entries.toReversed().map((entry) => drawnOf(entry, entry === newest))),
  );
}

function drawnOf(entry, isOpen) {
  return entry.kind === "run" ? runOf(entry, isOpen) : entryOf(entry, isOpen, store.state?.sides ?? []);
}

/** In its place, as open as it was, and with whoever is at one of its buttons. */
function drawAnew(entry) {
  const before = place(`entry-${entry.id}`);
  const now = drawnOf(entry, before.open);
  const nameOf = (one) => one.querySelector("summary").textContent;
  const opened = new Set([...before.querySelectorAll("details[open]")].map(nameOf));
  keepingFocus(() => before.replaceWith(now));
  for (const one of now.querySelectorAll("details")) {
    if (!opened.has(nameOf(one))) continue;
    one.fill();
    one.open = true;
  }
}

/** What comes by the hundred is drawn once for all that came meanwhile. */
const due = new Set();
function soon(entry) {
  if (due.size === 0)
    requestAnimationFrame(() => {
      const some = entries.filter(({ id }) => due.delete(id));
      for (const one of some) if (place(`entry-${one.id}`) !== null) drawAnew(one);
    });
  due.add(entry.id);
}

function checked({ run, row }) {
  const entry = entries.find(({ id }) => id === run);
  if (entry === undefined) return;
  entry.checks = [...entry.checks.filter(({ name }) => name !== row.name), row];
  showDoing();
  soon(entry);
}

function came(entry) {
  const known = entries.findIndex(({ id }) => id === entry.id);
  const said =
    entry.kind === "run"
      ? saidOf(entry)
      : entry.sides.map(({ label, decision, error }) => `${label}: ${decision?.said ?? error}`).join(" ");
  if (said !== "") place("said").textContent = said;
  if (entry.kind !== "run" || entry.state !== "running") place("live").replaceChildren();
  if (known >= 0) {
    entries[known] = entry;
    showDoing();
    due.delete(entry.id);
    return drawAnew(entry);
  }
  entries.push(entry);
  showDoing();
  showTimeline();
  place(`entry-${entry.id}`).scrollIntoView({ block: "nearest" });
}

function hopped({ hop }) {
  if (hop.by === "kit") return;
  let list = place("hops");
  if (list === null) {
    list = el("ol", { class: "wire", id: "hops" });
    place("live").replaceChildren(el("div", { class: "card live" }, el("h3", {}, "On the wire"), list));
  }
  list.append(hopOf(hop));
  while (list.childElementCount > MOST_HOPS) list.firstElementChild.remove();
}

const TOLD = {
  state: ({ state }) => update({ state }),
  entries: ({ entries: all }) => (entries.splice(0, Infinity, ...all), showTimeline()),
  entry: ({ entry }) => came(entry),
  checked,
  hop: hopped,
};

/** A form that is being filled in is not drawn anew beneath its writer. */
let drawn = "";
watch(() => {
  if (store.state === null) return;
  showDoing();
  const now = JSON.stringify([store.state, store.busy, store.connection]);
  if (now === drawn) return;
  drawn = now;
  showHead();
  showPanel();
});
document.addEventListener("panel", showPanel);

showTabs();
if (hasToken) {
  listen((event) => TOLD[event.type]?.(event)).then(
    () => trouble("The console has ended. Start `jitterbug demo` again, and open the address that it prints."),
    (error) => trouble(error.message),
  );
} else trouble("Open the address that `jitterbug demo` printed: it has the key to this page in it.");
