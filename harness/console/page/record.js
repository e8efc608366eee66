import { el } from "../../report/html/page/dom.js";
import { ask } from "./api.js";
import { field } from "./sign-in.js";
import { busily, trouble, waits } from "./store.js";

let id = "as-recorded";
/** The file that was written last, and the scenario in it. */
let kept = null;

/** What was done by hand, as a scenario: for its author to read, correct and keep. */
export function recordPanel({ recorded, shows_accounts }) {
  if (!shows_accounts)
    return [
      el("h2", {}, "Record"),
      el(
        "p",
        { class: "lead" },
        "A scenario expects what was seen of the SP's accounts, and the target file has no `observe.accounts`: write there how to read them, and start again.",
      ),
    ];
  const text = el("textarea", { id: "recording", name: "recording", rows: 24, spellcheck: "false", wrap: "off" });
  if (recorded > 0) void show(text);
  return [
    el("h2", {}, "Record"),
    el(
      "p",
      { class: "lead" },
      "What you do by hand becomes a scenario: who signs in where, what is changed and corrupted on the way, and what the accounts showed. It expects what was seen; correct what is not right.",
    ),
    el(
      "p",
      { id: "recorded" },
      recorded === 0 ? "Nothing was done yet: sign somebody in." : `${recorded} acts so far.`,
    ),
    kept === null
      ? null
      : el(
          "div",
          { class: "card" },
          el("p", {}, "Written: ", el("code", {}, kept.file)),
          el(
            "p",
            { class: "buttons" },
            el(
              "button",
              {
                id: "run-recorded",
                class: "primary",
                "aria-disabled": waits(),
                click: () => void busily(() => ask("POST", "run", { id: kept.id })),
              },
              "Run it here",
            ),
          ),
        ),
    recorded === 0 ? null : form(text),
  ];
}

async function show(text) {
  try {
    const answer = await ask("GET", `recording/${encodeURIComponent(id)}`);
    // Whoever has begun to correct it goes on with what they have.
    if (text.value === text.defaultValue) text.value = text.defaultValue = answer.text;
  } catch (error) {
    trouble(error.message);
  }
}

function form(text) {
  const name = el("input", {
    id: "recording-id",
    value: id,
    autocomplete: "off",
    spellcheck: "false",
    input: (event) => (id = event.target.value.trim()),
  });
  const submit = (event) => {
    event.preventDefault();
    const asked = { id, text: text.value };
    void busily(async () => {
      const { file } = await ask("POST", "recording", asked);
      kept = { file, id: asked.id };
    });
  };
  const begin = () => {
    text.value = text.defaultValue;
    void busily(() => ask("POST", "recording/begin", {}));
  };
  return el(
    "form",
    { id: "form-recording", class: "card fields", submit },
    field("Its id", name),
    field("The scenario", text),
    el(
      "p",
      { class: "buttons" },
      el("button", { id: "keep-recording", class: "primary", "aria-disabled": waits() }, "Write it to scenarios/"),
      el(
        "button",
        { id: "begin-recording", type: "button", "aria-disabled": waits(), click: begin },
        "Begin anew from here",
      ),
    ),
  );
}
