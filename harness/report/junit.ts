import { DOMImplementation, XMLSerializer } from "@xmldom/xmldom";
import type { Document, Element } from "@xmldom/xmldom";
import type { Verdict } from "../judge/verdict.ts";
import type { CheckFinished, CollectedRun, Told } from "./collector.ts";
import { createFileReporter } from "./file.ts";
import type { FileReporter } from "./file.ts";
import { storySections } from "./story/lines.ts";
import { storyOf, tellingStep } from "./story/story.ts";
import { xmlText } from "./xml.ts";

type Attributes = { readonly [name: string]: string | number };

/** How a verdict counts for a CI server: what could not be seen is skipped, never passed. */
const OUTCOME: { readonly [verdict in Verdict]: "passed" | "failure" | "error" | "skipped" } = {
  passed: "passed",
  warned: "passed",
  failed: "failure",
  misconfigured: "error",
  error: "error",
  unobservable: "skipped",
  observed: "skipped",
  not_applicable: "skipped",
};

/** The lines that a testcase tells of its check, beside what only the whole run shows. */
interface Part {
  readonly judged: readonly string[];
  readonly happened: readonly string[];
}

/** JUnit XML, as CI servers read it: a testsuite per pack, classname `pack.id`, name the bracket of the check. */
export function createJunitReporter(options: { readonly path: string }): FileReporter {
  return createFileReporter<Part>("junit", options.path, {
    part: (event) =>
      isTold(event) ? { judged: judged(event), happened: happened(event) } : { judged: [], happened: [] },
    text: (run, partOf) => [junitXml(run, partOf)],
  });
}

/** Whether more is told of a check than how it came out. */
function isTold({ verdict: { verdict } }: CheckFinished): boolean {
  return OUTCOME[verdict] === "failure" || OUTCOME[verdict] === "error" || verdict === "warned";
}

/** Pure: the same run gives the same document. */
function junitXml(run: CollectedRun, partOf: (told: Told) => Part): string {
  const document = new DOMImplementation().createDocument(null, "testsuites", null);
  const root = document.documentElement;
  if (root === null) throw new Error("a new document has no element");
  assign(root, {
    name: run.started?.target ?? "jitterbug",
    ...counts(run.checks),
    time: seconds(run.finished.duration_ms),
  });
  const startedAt = new Date(run.started?.at ?? run.finished.at - run.finished.duration_ms).toISOString();
  for (const [pack, checks] of Map.groupBy(run.checks, (event) => event.check.pack)) {
    const time = checks.reduce((sum, event) => sum + event.duration_ms, 0);
    const suite = child(document, root, "testsuite", {
      name: pack,
      ...counts(checks),
      time: seconds(time),
      timestamp: startedAt.replace(/\.\d+Z$/, ""),
    });
    const properties = child(document, suite, "properties", {});
    child(document, properties, "property", { name: "seed", value: run.started?.seed ?? "" });
    child(document, properties, "property", { name: "partial", value: String(run.finished.partial) });
    for (const told of checks) testcase(document, suite, told, partOf(told));
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(document)}\n`;
}

function testcase(document: Document, suite: Element, told: Told, part: Part): void {
  const { check, verdict } = told;
  const element = child(document, suite, "testcase", {
    classname: `${check.pack}.${check.id}`,
    name: check.name.startsWith(`${check.id} `) ? check.name.slice(check.id.length + 1) : check.name,
    time: seconds(told.duration_ms),
  });
  const outcome = OUTCOME[verdict.verdict];
  const message = `${verdict.verdict.replace("_", " ")}: ${verdict.reason}`;
  if (outcome === "failure" || outcome === "error") {
    child(document, element, outcome, { message, type: verdict.verdict }, explanation(told, part));
  } else if (outcome === "skipped") {
    child(document, element, "skipped", { message });
  } else if (verdict.verdict === "warned") {
    child(document, element, "system-out", {}, `${message}\n${explanation(told, part)}`);
  }
}

/** Of the lines of what happened; a CI server shows them in a page. */
const WIDTH = 200;

function explanation({ check, verdict }: Told, { judged, happened }: Part): string {
  const lines: string[] = [check.title, ...judged];
  if (verdict.follows_from !== undefined) lines.push(`follows from: ${verdict.follows_from}`);
  if (verdict.cause !== undefined) lines.push(`likely cause: ${verdict.cause}`);
  if (verdict.fix !== undefined) lines.push(`fix: ${verdict.fix}`);
  return [...lines, ...happened].join("\n");
}

function judged({ verdict }: CheckFinished): readonly string[] {
  const lines: string[] = [];
  for (const step of verdict.steps) {
    for (const judgement of step.judgements) {
      if (judgement.verdict === "passed" || judgement.verdict === "not_applicable") continue;
      const variant = step.variant === null ? "" : ` (${step.variant})`;
      lines.push(
        `step ${step.index + 1}${variant}, ${step.title}: ${judgement.kind} at ${judgement.place}`,
        `  expected: ${judgement.expected}`,
        `  actual:   ${judgement.actual}`,
        ...(judgement.note === undefined ? [] : [`  ${judgement.note}`]),
      );
    }
  }
  return lines;
}

/** What happened in the step that shows best why. */
function happened(event: CheckFinished): readonly string[] {
  if (OUTCOME[event.verdict.verdict] === "passed") return [];
  const step = tellingStep(event);
  const story = step === undefined ? null : storyOf(step, event);
  if (step === undefined || story === null) return [];
  const sections = storySections(story, { width: WIDTH, extent: "usual" });
  return [
    `what happened in step ${step.index + 1}${step.variant === null ? "" : ` (${step.variant})`}, ${step.title}:`,
    ...sections.flatMap(({ label, lines }) => [`  ${label}`, ...lines.map(({ text }) => `    ${text}`)]),
  ];
}

function counts(checks: readonly Told[]): Attributes {
  const of = (outcome: string): number => checks.filter((event) => OUTCOME[event.verdict.verdict] === outcome).length;
  return { tests: checks.length, failures: of("failure"), errors: of("error"), skipped: of("skipped") };
}

function child(document: Document, parent: Element, name: string, attributes: Attributes, text?: string): Element {
  const element = document.createElement(name);
  assign(element, attributes);
  if (text !== undefined) element.appendChild(document.createTextNode(xmlText(text)));
  parent.appendChild(element);
  if (name.startsWith("test")) parent.appendChild(document.createTextNode("\n"));
  return element;
}

function assign(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, xmlText(String(value)));
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
