import { el } from "../../report/html/page/dom.js";
import { ask } from "./api.js";
import { busily, connectionName, signIn, update, waits } from "./store.js";

const chosen = { person: null, tamper: "", idp_initiated: false };

export function choosePerson(name) {
  chosen.person = name;
}

/** Who, where, and with what gone wrong on the way. */
export function signInPanel({ people, connections, tampers, sides, defects, vendors }) {
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
  return [
    el("h2", {}, "Sign in as"),
    el(
      "form",
      { class: "card fields", submit: (event) => (event.preventDefault(), void signIn(asked())) },
      field(
        "Person",
        select(
          "person",
          people.map(({ name, said }) => [name, label(name, said)]),
          chosen.person,
          (value) => (chosen.person = value),
        ),
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
      ),
      field(
        "What goes wrong on the way",
        select(
          "tamper",
          [["", "nothing: an honest message"], ...rows.map(({ name }) => [name, name])],
          chosen.tamper,
          (value) => ((chosen.tamper = value), again()),
        ),
        tamper === undefined ? null : el("p", { class: "hint", id: "tamper-about" }, tamper.about),
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
    defects.length + vendors.length === 0 ? null : besideCard(defects, vendors, sides),
  ];
}

/** Signs in first: each sign-in is in a browser of its own, which is gone afterwards. */
function signOutCard(asked, ways) {
  const out = (from) => () => {
    const { person, connection } = asked();
    void busily(() => ask("POST", "sign-out", { person, connection, from }));
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
    void busily(() => ask("POST", "scim", { person, connection, does }));
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
function besideCard(defects, vendors, [, other]) {
  const now = { defect: other?.defect ?? "", profile: other?.profile ?? "" };
  const put = (key) => (value) => {
    const { defect, profile } = { ...now, [key]: value };
    void busily(() => ask("POST", "beside", { defect: defect || null, profile: profile || null }));
  };
  const choice = (id, title, none, some, key) =>
    some.length === 0 ? null : field(title, select(id, [["", none], ...some], now[key], put(key)));
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
      defects.map((id) => [id, id]),
      "defect",
    ),
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
  return el("div", { class: "field" }, el("label", { for: control.id }, title), control, more);
}

function select(id, options, value, changed) {
  return el(
    "select",
    { id, change: (event) => changed(event.target.value) },
    options.map(([key, text]) => el("option", { value: key, selected: key === value }, text)),
  );
}
