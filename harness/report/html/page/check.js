import { el, folded, definitions } from "./dom.js";
import { hurry } from "./later.js";
import { stepOf } from "./step.js";
import { mark, word, duration, isNews } from "./values.js";
import { remember } from "./view.js";

/** Name -> what makes its element, or has it. */
const names = new Map();
let made = 0;

/** A check that can be opened by its name, and is not made before. */
export function offer(name, elementOf) {
  names.set(name, elementOf);
}

/** One check, folded: its verdict and what decided it in a line, everything else (`body`) when it is opened. */
export function checkOf(check, run, body = () => checkBody(check, run)) {
  const bracket = check.name.startsWith(`${check.id} `) ? check.name.slice(check.id.length) : "";
  const summary = [
    mark(check.verdict),
    " ",
    el("b", {}, check.id),
    el("span", { class: "muted" }, bracket),
    check.verdict === "passed"
      ? null
      : el("span", { class: "reason" }, isNews(check) ? "" : "as known: ", check.reason),
  ];
  const details = folded({ class: `check ${check.verdict}`, id: `check-${made++}` }, summary, body);
  details.addEventListener("toggle", () => details.open && remember({ check: check.name }));
  offer(check.name, () => details);
  return details;
}

function knownOf({ reason, link, expires, place }) {
  return [`until ${expires}: ${reason} (${place}) `, link === undefined ? null : referenceOf(link)];
}

/** All that is known of a check; `linkOf`: how another one is named. */
export function checkBody(check, run, linkOf = linkTo) {
  const policy = Object.entries(check.policy).map(([knob, value]) => `${knob}: ${value ?? "(not declared)"}`);
  const stated = [
    [
      "verdict",
      [
        word(check.verdict),
        check.harm === null ? null : [", ", el("span", { class: "harm" }, check.harm.replaceAll("_", " "))],
      ],
    ],
    ["known", isNews(check) ? null : knownOf(check.known)],
    ["reason", check.reason],
    ["follows from", check.follows_from === null ? null : linkOf(check.follows_from)],
    ["likely cause", check.cause],
    ["fix", check.fix],
    ["could not see", check.unseen.map(({ what, expected }) => `${what}: ${expected}`).join("; ")],
    ["severity", check.severity],
    ["connection", `${check.connection} (${check.protocol})`],
    ["policy", policy.length === 0 ? null : policy.join(", ")],
    ["references", check.references.map((reference) => el("div", {}, referenceOf(reference)))],
    ["took", duration(check.duration_ms)],
  ];
  const isCut =
    check.verdict !== "passed" &&
    check.steps.length > 0 &&
    check.steps.every(({ exchanges }) => exchanges.length === 0);
  return [
    el("p", { class: "title" }, check.title),
    definitions(stated.filter(([, value]) => !Array.isArray(value) || value.length > 0)),
    check.steps.map((step) => stepOf(step)),
    isCut && check.verdict !== "not_applicable"
      ? el("p", { class: "muted" }, "Its requests are left out here; run it alone to see them.")
      : null,
    el("p", {}, "Again, by itself: ", el("code", {}, again(check, run))),
  ];
}

/** What drives it once more; where the target file is the one that is taken by itself, it goes without saying. */
function again({ id, protocol }, { seed, target_file: file }) {
  const target = file === null || file === undefined || file === "jitterbug.yaml" ? "" : `--target '${file}' `;
  return `npx jitterbug run ${target}--id ${id} --protocol ${protocol} --seed ${seed ?? ""} --trace`;
}

function referenceOf(text) {
  return /^https:\/\/\S+$/.test(text) ? el("a", { href: text, rel: "noreferrer noopener" }, text) : text;
}

export function linkTo(name) {
  return el(
    "a",
    { href: `#${new URLSearchParams({ check: name })}`, click: (event) => (event.preventDefault(), openCheck(name)) },
    name,
  );
}

/** Opens a check, and those that hide it. */
export function openCheck(name) {
  const details = names.get(name)?.();
  if (details === undefined) return;
  hurry();
  details.hidden = false;
  details.fill();
  details.open = true;
  details.scrollIntoView({ block: "start" });
  details.querySelector("summary").focus({ preventScroll: true });
}
