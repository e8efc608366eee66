import { linkTo } from "./check.js";
import { el, folded, section, table } from "./dom.js";

/** What the run says of the policy of the SP: what is declared, what was seen, what contradicts itself. */
export function policyOf(policy) {
  if (policy === null) return null;
  const { blocks, contradictions, unlooked, undriven, risks } = policy;
  const of = ({ organization, connection }) =>
    connection !== null
      ? `at ${connection}`
      : organization !== null
        ? `in the organization ${organization}`
        : "of the SP as a whole";
  return section(
    "Its policy",
    // Of an SP with many organizations the first is what most people look for.
    blocks.map((block, index) =>
      folded({ open: index === 0, class: "block" }, [el("b", {}, of(block)), risky(block)], () => linesOf(block)),
    ),
    contradictions.map(({ connection, knobs, checks }) => [
      el("h3", { class: "bad" }, `No one policy fits ${connection}: ${knobs.join(", ")}`),
      el(
        "ul",
        {},
        checks.map(({ name, saw }) => el("li", {}, linkTo(name), `: ${saw}`)),
      ),
    ]),
    risks.map(({ knob, value, lets }) => el("p", { class: "harm" }, `A stated risk, ${knob}: ${value}: ${lets}.`)),
    unlooked.length === 0
      ? null
      : el(
          "p",
          { class: "muted" },
          `No check looked at: ${unlooked.map(({ knob, value }) => `${knob}: ${value}`).join(", ")}.`,
        ),
    undriven.length === 0 ? null : el("p", { class: "muted" }, `No check was driven at: ${undriven.join(", ")}.`),
  );
}

function risky({ lines }) {
  return lines.some(({ unsafe }) => unsafe !== undefined)
    ? el("span", { class: "harm" }, " with a stated danger")
    : null;
}

function linesOf({ lines }) {
  return table(
    ["policy", "value", "", "checks that rest on it", "notes"],
    lines.map(({ knob, value, declared, checks, or, unsafe, doubt }) => [
      el("code", {}, knob),
      el("code", {}, [value].flat().join(", ")),
      declared ? "declared" : el("b", {}, "seen, not declared"),
      checks,
      [
        or.length === 0 ? null : el("div", {}, `as well: ${or.join(", ")}`),
        unsafe === undefined ? null : el("div", { class: "harm" }, unsafe),
        doubt === undefined ? null : el("div", { class: "muted" }, doubt),
      ],
    ]),
  );
}

export function noticesOf(run) {
  const sick = run.findings.filter(({ ok }) => !ok);
  return [
    section(
      "The doctor found",
      sick.length === 0
        ? null
        : el(
            "ul",
            {},
            sick.map(({ topic, message, hint }) =>
              el(
                "li",
                {},
                el("b", {}, topic),
                ` ${message}`,
                hint === undefined ? null : el("div", { class: "muted" }, hint),
              ),
            ),
          ),
    ),
    section(
      "Warnings",
      run.warnings.length === 0
        ? null
        : el(
            "ul",
            {},
            run.warnings.map((text) => el("li", {}, text)),
          ),
    ),
  ];
}

/** What the target lacks, or no connection of it offers. */
export function leftOutOf(run) {
  return [
    section(
      "What would let it see more",
      run.wanted.length === 0
        ? null
        : el(
            "ul",
            {},
            run.wanted.map(({ what, checks }) =>
              el("li", {}, `${what} (${checks} ${checks === 1 ? "check" : "checks"})`),
            ),
          ),
    ),
    section(
      "Not offered by any connection",
      run.not_offered.length === 0
        ? null
        : folded({}, `${run.not_offered.length} combinations`, () =>
            el(
              "ul",
              {},
              run.not_offered.map(({ id, protocol, reason }) => el("li", {}, `${id} [${protocol}]: ${reason}`)),
            ),
          ),
    ),
  ];
}
