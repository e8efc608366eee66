import { el, folded } from "../../report/html/page/dom.js";
import { accountsPart, sentPart, wirePart } from "../../report/html/page/step.js";
import { duration } from "../../report/html/page/values.js";

const MARKS = { good: "✓", bad: "✗", other: "·" };

/** One sign-in: what was decided, what became of the accounts, and every step of it to be opened. */
export function entryOf(entry, isOpen, sides) {
  const { at, who, connection, tamper, changed, own, does, idp_initiated } = entry;
  const tone = entry.sides.some(({ error, decision }) => error !== undefined || decision.tone === "bad")
    ? "bad"
    : (entry.sides[0].decision?.tone ?? "other");
  const summary = [
    el("span", { class: `mark-of ${tone}`, "aria-hidden": "true" }, MARKS[tone]),
    el("b", {}, who),
    el("span", { class: "muted" }, ` at ${connection}`),
    changed.length === 0 ? null : el("span", { class: "chip" }, `changed: ${changed.join(", ")}`),
    tamper === null ? null : el("span", { class: "chip bad" }, tamper),
    idp_initiated ? el("span", { class: "chip" }, "begun at the IdP") : null,
    does === null ? null : el("span", { class: "chip" }, does),
    own ? el("span", { class: "chip" }, `your browser, at ${entry.sides[0].label}`) : null,
    el("time", { class: "muted" }, new Date(at).toLocaleTimeString("en-GB")),
    // What it opens to says so itself.
    entry.sides.map(({ label, error, decision }) =>
      el(
        "span",
        { class: `told ${decision?.tone ?? "bad"}` },
        `${entry.sides.length > 1 ? `${label}: ` : ""}${error ?? decision.said}`,
      ),
    ),
  ];
  return folded({ class: "card entry", open: isOpen, id: `entry-${entry.id}` }, summary, () =>
    el(
      "div",
      { class: entry.sides.length > 1 ? "sides two" : "sides" },
      entry.sides.map((side) => sideOf(side, entry, sides)),
    ),
  );
}

function sideOf(side, entry, sides) {
  const { label, defect, error, hint } = side;
  const title = entry.sides.length > 1 ? el("h3", { class: defect === null ? "" : "bad" }, label) : null;
  if (error !== undefined)
    return el(
      "section",
      { class: "side" },
      title,
      el("p", { class: "decision bad" }, error),
      hint && el("p", {}, hint),
    );
  const { decision, seen, unseen, duration_ms } = side;
  const { happened, exchanges, sign_ins, page } = seen;
  const notes = sign_ins.flatMap((one) => one.notes ?? []);
  return el(
    "section",
    { class: "side" },
    title,
    el("p", { class: `decision ${decision.tone}` }, decision.said),
    el("p", { class: "muted" }, `${decision.why} · ${duration(duration_ms)}`),
    page === null ? null : el("blockquote", {}, page),
    notes.map((note) => el("p", { class: "muted" }, note)),
    unseen ? null : accountsPart(happened.accounts),
    happened.sent.length === 0 ? null : folded({ class: "more" }, "What the IdP said", () => sentPart(happened.sent)),
    exchanges.length === 0
      ? null
      : folded({ class: "more" }, `Step by step: ${exchanges.length} requests`, () =>
          wirePart(exchanges, happened.decisive, placesOf(sides.find((one) => one.label === label))),
        ),
  );
}

/** An address by whose it is: the SP's, else the IdPs'; null where neither is known. */
function placesOf(side) {
  if (side === undefined) return undefined;
  return (url) => {
    for (const [name, origin] of [
      ["SP", side.url],
      ["IdP", side.idps],
    ])
      if (url.startsWith(`${origin}/`)) return { name, path: brief(url.slice(origin.length)) };
    return undefined;
  };
}

/** A path with the names of its parameters: their values stand in what it opens to. */
function brief(path) {
  const [before, query = ""] = path.split("?");
  const names = query.split("&").map((pair) => (pair.startsWith("error") ? pair : pair.split("=")[0]));
  return query === "" ? before : `${before}?${names.join("&")}`;
}

/** What goes over the wire while it does. */
export function hopOf({ by, method, path, status, messages }) {
  const who = { browser: "browser", sp: "SP", kit: "kit" }[by];
  return el(
    "li",
    { class: by },
    el("span", { class: "who" }, who),
    " ",
    el("code", {}, `${method} ${path}`),
    " ",
    el("span", { class: "muted" }, status === null ? "no answer" : String(status)),
    messages.map((kind) => el("span", { class: "message" }, kind.replaceAll("_", " "))),
  );
}
