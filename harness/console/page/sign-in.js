import { el } from "../../report/html/page/dom.js";
import { ask } from "./api.js";
import { atBoth, busily, connectionName, signIn, update, waits } from "./store.js";

const chosen = { person: null, tamper: "", idp_initiated: false };

export function choosePerson(name) {
  chosen.person = name;
}

/** Who, where, and with what gone wrong on the way. */
export function signInPanel({ people, connections, tampers, sides, defects, vendors, once }) {
  const at = connections.find(({ name }) => name === connectionName());
  const rows = tampers[at?.protocol] ?? [];
  if (!people.some(({ name }) => name === chosen.person)) chosen.person = people[0]?.name ?? null;
  if (!rows.some(({ name }) => name === chosen.tamper)) chosen.tamper = "";
  const tamper = rows.find(({ name }) => name === chosen.tamper);
  const again = () => document.dispatchEvent(new Event("panel"));
  const asked = () => ({
    person: chosen.person,
    connection: at.name,
    tamper: chosen.tamper === "" ? null : chosen.tamper,
    idp_initiated: chosen.idp_initiated,
  });
  const person = people.find(({ name }) => name === chosen.person);
  return [
    el("h2", {}, "Sign in as"),
    el("p", { class: "lead" }, "Who, where, and what goes wrong on the way."),
    el(
      "form",
      { class: "card fields", submit: (event) => (event.preventDefault(), void signIn(asked())) },
      field(
        "Person",
        select(
          "person",
          people.map(({ name, said }) => [name, label(name, said)]),
          chosen.person,
          (value) => ((chosen.person = value), again()),
        ),
        hint("person-about", person?.written.note),
      ),
      field(
        "Connection",
        select(
          "connection",
          connections.map(({ name, protocol, profile }) => [
            name,
            `${name} (${protocol}${profile === null ? "" : `, ${profile}`})`,
          ]),
          at?.name,
          (value) => (update({ connection: value }), again()),
        ),
        hint("connection-about", at?.about),
      ),
      field(
        "What goes wrong on the way",
        select(
          "tamper",
          [["", "nothing: an honest message"], ...rows.map(({ name, about }) => [name, `${name}: ${about}`])],
          chosen.tamper,
          (value) => ((chosen.tamper = value), again()),
        ),
        hint("tamper-about", tamper?.about),
      ),
      el(
        "label",
        { class: "check-line" },
        el("input", {
          type: "checkbox",
          id: "idp-initiated",
          checked: chosen.idp_initiated,
          change: (event) => (chosen.idp_initiated = event.target.checked),
        }),
        " Begin at the IdP, as from its portal",
      ),
      el(
        "p",
        { class: "buttons" },
        el("button", { id: "sign-in", class: "primary", "aria-disabled": waits() }, "Sign in"),
        sides.map(({ label }) =>
          el(
            "button",
            { id: `own-${label}`, type: "button", "aria-disabled": waits(), click: () => ownBrowser(asked(), label) },
            sides.length > 1 ? `In my browser, at ${label} ↗` : "In my own browser ↗",
          ),
        ),
      ),
    ),
    at === undefined || at.sign_out.length === 0 ? null : signOutCard(asked, at.sign_out),
    at?.scim === true ? scimCard(asked) : null,
    defects.length + vendors.length === 0 && once === null ? null : besideCard({ defects, vendors, once }, sides),
  ];
}

/** Signs in first: each sign-in is in a browser of its own, which is gone afterwards. */
function signOutCard(asked, ways) {
  const out = (from) => () => {
    const { person, connection } = asked();
    void busily(
      () => ask("POST", "sign-out", { person, connection, from }),
      `Signing ${person} in at ${connection}, and out again${atBoth()}…`,
    );
  };
  const titles = { idp: "At the IdP", sp: "At the SP" };
  return el(
    "div",
    { class: "card fields" },
    el("h3", {}, "Signed in, and out again"),
    el("p", { class: "muted" }, "In one browser: whether the SP's session ends with it. An IdP tells the SP."),
    el(
      "p",
      { class: "buttons" },
      ways.map((from) =>
        el("button", { id: `out-${from}`, type: "button", "aria-disabled": waits(), click: out(from) }, titles[from]),
      ),
    ),
  );
}

const PUSHES = [
  ["create", "Create"],
  ["replace", "Update"],
  ["deactivate", "Deactivate"],
  ["restore", "Restore"],
  ["delete", "Delete"],
];

/** What an IdP does of people without them. */
function scimCard(asked) {
  const push = (does) => () => {
    const { person, connection } = asked();
    void busily(
      () => ask("POST", "scim", { person, connection, does }),
      `The IdP of ${connection} pushes ${person} by SCIM${atBoth()}…`,
    );
  };
  return el(
    "div",
    { class: "card fields" },
    el("h3", {}, "Pushed by SCIM"),
    el("p", { class: "muted" }, "What the IdP of this connection tells the SP of the same person by itself."),
    el(
      "p",
      { class: "buttons" },
      PUSHES.map(([does, title]) =>
        el("button", { id: `scim-${does}`, type: "button", "aria-disabled": waits(), click: push(does) }, title),
      ),
    ),
  );
}

/** The same SP once more: broken, at another vendor's IdPs, or both. */
function besideCard({ defects, vendors, once }, [{ label: first }, other]) {
  if (once !== null)
    return el(
      "div",
      { class: "card fields" },
      el("h3", {}, "A second SP beside this one"),
      el("p", { class: "muted", id: "beside-once" }, `${first} can not run twice. ${once}`),
    );
  const now = { defect: other?.defect ?? "", profile: other?.profile ?? "" };
  const put = (key) => (value) => {
    const { defect, profile } = { ...now, [key]: value };
    void busily(
      () => ask("POST", "beside", { defect: defect || null, profile: profile || null }),
      defect || profile
        ? `Starting the same SP once more, as ${[defect, profile].filter(Boolean).join(" and ")}: it takes some seconds…`
        : "Ending the second SP…",
    );
  };
  const choice = (id, title, none, some, key) =>
    some.length === 0
      ? null
      : field(title, select(id, [["", none], ...some.map(([name, text]) => [name, text])], now[key], put(key)));
  return el(
    "div",
    { class: "card fields" },
    el("h3", {}, "A second SP beside this one"),
    el("p", { class: "muted" }, "The same sign-in at both: what a defect, or another vendor's IdP, makes of it."),
    choice("beside-vendor", "Its IdPs resemble", "nobody else: as the connection says", vendors, "profile"),
    choice(
      "beside",
      "Its defect",
      "none",
      defects.map(({ id, about }) => [id, about === null ? id : `${id}: ${about}`]),
      "defect",
    ),
    hint("beside-about", defects.find(({ id }) => id === now.defect)?.about),
  );
}

function ownBrowser({ person, connection }, side) {
  return busily(async () => {
    const { url } = await ask("POST", "own", { person, connection, side });
    window.open(url, "_blank", "noopener");
  });
}

function label(name, { name: full }) {
  return typeof full === "string" && full.trim() !== "" ? full : name;
}

export function field(title, control, ...more) {
  const [labelled] = [control].flat().slice(-1);
  return el("div", { class: "field" }, el("label", { for: labelled.id }, title), control, more);
}

function hint(id, text) {
  return typeof text === "string" && text !== "" ? el("p", { class: "hint", id }, text) : null;
}

/** With more to choose from, words narrow it. */
const MANY = 12;
/** A select shows no more of a sentence; the whole one stands beneath it. */
const LONGEST = 90;
/** Select -> the words that narrow it. */
const narrowed = new Map();

/** One of `options`, each its value and what it says; where there are many, with a field before it that narrows them. */
function select(id, options, value, changed) {
  const cut = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
  const list = el("select", { id, change: (event) => changed(event.target.value) });
  const fill = () => {
    const words = (narrowed.get(id) ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (text) => words.every((word) => text.toLowerCase().includes(word));
    list.replaceChildren(
      ...options
        .filter(([key, text]) => key === value || key === "" || fits(text))
        .map(([key, text]) => el("option", { value: key, selected: key === value }, cut(text))),
    );
  };
  fill();
  if (options.length <= MANY) return list;
  const narrow = el("input", {
    id: `${id}-narrow`,
    class: "narrow",
    type: "search",
    "aria-label": `narrow the ${options.length} below by words`,
    "aria-controls": id,
    placeholder: `words that narrow these ${options.length}`,
    autocomplete: "off",
    value: narrowed.get(id) ?? "",
    input: (event) => (narrowed.set(id, event.target.value), fill()),
    // Enter would sign somebody in.
    keydown: (event) => event.key === "Enter" && (event.preventDefault(), list.focus()),
  });
  return [narrow, list];
}
