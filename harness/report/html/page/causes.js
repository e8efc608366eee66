import { linkTo } from "./check.js";
import { el, section } from "./dom.js";
import { later } from "./later.js";
import { isNews, VERDICTS, WRONG } from "./values.js";

/** A warning makes nothing red, and somebody is to look at it. */
const TOLD = [...WRONG, "warned"];

/** More than a window is high. */
const CAUSES_AT_ONCE = 15;

/** What went wrong or is warned of, one for each cause: rows of one check, and those that follow from them, are one. */
export function causesOf(checks) {
  const wrong = checks.filter((check) => TOLD.includes(check.verdict) && isNews(check));
  const byName = new Map(wrong.map((check) => [check.name, check]));
  const causes = Map.groupBy(wrong, (check) => {
    const root = byName.get(check.follows_from) ?? check;
    return JSON.stringify(
      root.cause === null ? [root.verdict, root.reason] : [root.id, root.verdict, root.harm, root.cause],
    );
  });
  const sorted = [...causes.values()]
    .map((members) => ({ root: members.find(({ follows_from: from }) => !byName.has(from)) ?? members[0], members }))
    .toSorted((a, b) => weight(a.root) - weight(b.root) || b.members.length - a.members.length);
  const counted = `${plural(sorted.length, "cause")}, ${plural(wrong.length, "check")}`;
  const list = el("ol", { class: "causes" }, sorted.slice(0, CAUSES_AT_ONCE).map(causeOf));
  later(
    "causes",
    sorted.slice(CAUSES_AT_ONCE).map((cause) => () => list.append(causeOf(cause))),
  );
  return section(`What went wrong, or is warned of: ${counted}`, sorted.length === 0 ? null : list);
}

function causeOf({ root, members }) {
  const ids = [...new Set(members.map(({ id }) => id))].filter((id) => id !== root.id);
  const others = members.length === 1 ? "" : `, ${plural(members.length, "check")}`;
  return el(
    "li",
    { class: root.verdict },
    el("b", {}, root.title),
    el("span", { class: "muted" }, ` ${VERDICTS[root.verdict][1]}${others}: `),
    linkTo(root.name),
    root.cause === null ? el("div", {}, root.reason) : el("div", {}, `likely cause: ${root.cause}`),
    root.fix === null ? null : el("div", {}, `fix: ${root.fix}`),
    ids.length === 0 ? null : el("div", { class: "muted" }, `seen by ${ids.join(", ")}, too`),
  );
}

function weight({ harm, verdict }) {
  return (harm === null ? TOLD.length : 0) + TOLD.indexOf(verdict);
}

function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
