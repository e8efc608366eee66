import { el, folded } from "../../report/html/page/dom.js";
import { shown } from "../../report/html/page/values.js";
import { ask } from "./api.js";
import { busily, connectionName, signIn, waits } from "./store.js";
import { field } from "./sign-in.js";

/** What is wrong with one field, to be said beside it. */
class FieldFault extends Error {
  constructor(name, message) {
    super(message);
    this.field = name;
  }
}

function showFault({ field: name, message }) {
  const input = document.getElementById(`edit-${name}`);
  const place = document.getElementById(`edit-${name}-fault`);
  place.textContent = message;
  place.hidden = false;
  input.setAttribute("aria-invalid", "true");
  input.setAttribute("aria-describedby", place.id);
  input.focus();
}

/** Whose form is open. */
let editing = null;

const FIELDS = [
  ["email", "Email"],
  ["given_name", "First name"],
  ["family_name", "Last name"],
  ["name", "Full name"],
  ["preferred_username", "Username"],
];
const GROUPS = "groups";

/** A card for everybody whom the IdPs know. */
export function peoplePanel({ people, people_file: file }) {
  return [
    el("h2", {}, "People"),
    el("p", { class: "lead" }, "Whom the IdPs know. What you change here is what they say at the next sign-in."),
    people.map((person) => el("article", { class: "card person" }, head(person), body(person, file))),
  ];
}

function head({ name, said, unsaved }) {
  return el(
    "h3",
    {},
    typeof said.name === "string" && said.name.trim() !== "" ? said.name : name,
    " ",
    el("small", { class: "muted" }, name),
    unsaved ? el("small", { class: "chip" }, "changed") : null,
  );
}

function body(person, file) {
  if (editing === person.name) return form(person);
  const { name, said, without, assigned, written, unsaved } = person;
  const note = typeof written.note === "string" ? written.note : "";
  const edit = () => {
    editing = name;
    document.dispatchEvent(new Event("panel"));
    document.getElementById("edit-email")?.focus();
  };
  return [
    note === "" ? null : el("p", { class: "muted" }, note),
    el(
      "dl",
      { class: "claims" },
      ["email", GROUPS].map((claim) => claimOf(claim, said)),
    ),
    assigned ? null : el("p", {}, "The application is not given to them: the IdP signs them in nowhere."),
    without.length === 0 ? null : el("p", {}, "Left out: ", el("code", {}, without.join(", "))),
    folded({}, "Everything that is said", () =>
      el(
        "dl",
        { class: "claims" },
        Object.keys(said).map((claim) => claimOf(claim, said)),
      ),
    ),
    el(
      "p",
      { class: "buttons" },
      el(
        "button",
        {
          id: `in-${name}`,
          class: "primary",
          "aria-disabled": waits(),
          click: () => signIn({ person: name, connection: connectionName() }),
        },
        `Sign in at ${connectionName()}`,
      ),
      el("button", { id: `edit-${name}`, "aria-disabled": waits(), click: edit }, "Edit"),
      unsaved
        ? [
            el("button", { id: `save-${name}`, "aria-disabled": waits(), click: () => save(name) }, `Save to ${file}`),
            el(
              "button",
              { id: `restore-${name}`, "aria-disabled": waits(), click: () => restore(name) },
              "Back to the file",
            ),
          ]
        : null,
    ),
  ];
}

function claimOf(claim, said) {
  return Object.hasOwn(said, claim) ? [el("dt", {}, claim), el("dd", {}, shown(said[claim]))] : null;
}

function save(name) {
  return busily(() => ask("POST", `people/${encodeURIComponent(name)}/save`, {}));
}

function restore(name) {
  return busily(() => ask("POST", `people/${encodeURIComponent(name)}/restore`, {}));
}

/** What is in the form is what is sent: a field that is emptied is sent empty, and one that is left out is not there. */
function form({ name, said, written, without, assigned }) {
  const rows = FIELDS.filter(([claim]) => said[claim] === undefined || typeof said[claim] === "string");
  const groups = said[GROUPS] ?? [];
  const hasGroups = Array.isArray(groups) && groups.every((group) => typeof group === "string" && !group.includes(","));
  const simple = new Set([...rows.map(([claim]) => claim), ...(hasGroups ? [GROUPS] : [])]);
  const rest = Object.fromEntries(Object.entries(written).filter(([claim]) => !simple.has(claim) && claim !== "note"));
  const cancel = () => {
    editing = null;
    document.dispatchEvent(new Event("panel"));
    document.getElementById(`edit-${name}`)?.focus();
  };
  const submit = (event) => {
    event.preventDefault();
    let asked;
    try {
      asked = read(new FormData(event.target), { said, written, without, simple });
    } catch (error) {
      return showFault(error);
    }
    void busily(async () => {
      await ask("PUT", `people/${encodeURIComponent(name)}`, asked);
      editing = null;
    }).then(cancelFocus(name));
  };
  return el(
    "form",
    { id: `form-${name}`, class: "fields", submit, keydown: (event) => event.key === "Escape" && cancel() },
    rows.map(([claim, title]) => claimField(claim, title, said[claim] ?? "", without)),
    hasGroups ? claimField(GROUPS, "Groups, with commas between them", groups.join(", "), without) : null,
    field(
      "Other claims, as JSON (any type: a number for an email, say)",
      el("textarea", { id: "edit-others", name: "others", rows: 3, spellcheck: "false" }, JSON.stringify(rest)),
      el("p", { id: "edit-others-fault", class: "fault", role: "alert", hidden: true }),
    ),
    el(
      "label",
      { class: "check-line" },
      el("input", { type: "checkbox", id: "edit-assigned", name: "assigned", checked: assigned }),
      " the application is given to them",
    ),
    el(
      "p",
      { class: "buttons" },
      el("button", { class: "primary", id: "edit-use" }, "Use from the next sign-in"),
      el("button", { type: "button", id: "edit-cancel", click: cancel }, "Cancel"),
    ),
  );
}

function cancelFocus(name) {
  return () => document.getElementById(`edit-${name}`)?.focus();
}

function claimField(claim, title, value, without) {
  const input = el("input", { id: `edit-${claim}`, name: claim, value, autocomplete: "off", spellcheck: "false" });
  const left = el("input", { type: "checkbox", name: `without-${claim}`, checked: without.includes(claim) });
  return field(title, input, el("label", { class: "check-line" }, left, " leave out"));
}

function read(data, { said, written, without, simple }) {
  const others = othersIn(String(data.get("others")));
  const claims = { ...(written.note === undefined ? {} : { note: written.note }), ...others };
  const left = new Set(without.filter((claim) => !simple.has(claim) && !Object.hasOwn(others, claim)));
  for (const claim of simple) {
    if (Object.hasOwn(others, claim)) continue;
    if (data.get(`without-${claim}`) !== null) left.add(claim);
    else {
      const text = String(data.get(claim) ?? "");
      const value = claim === GROUPS ? listOf(text) : text;
      const same = JSON.stringify(value) === JSON.stringify(said[claim] ?? (claim === GROUPS ? [] : ""));
      // What the kit makes up for everybody is not written down.
      if (!same) claims[claim] = value;
      else if (Object.hasOwn(written, claim)) claims[claim] = written[claim];
    }
  }
  const given = data.get("assigned") === null ? { assigned: false } : {};
  return { ...claims, ...given, ...(left.size === 0 ? {} : { without: [...left] }) };
}

/** Throws a FieldFault. */
function othersIn(text) {
  const title = "Other claims";
  let others;
  try {
    others = JSON.parse(text.trim() || "{}");
  } catch (error) {
    throw new FieldFault(
      "others",
      `${title} are no JSON: ${error.message}. They are a map, as in {"title": "Engineer"}`,
    );
  }
  if (typeof others !== "object" || others === null || Array.isArray(others))
    throw new FieldFault("others", `${title} are a map, as in {"title": "Engineer"}`);
  return others;
}

function listOf(text) {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "");
}
