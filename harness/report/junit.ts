import { DOMImplementation, XMLSerializer } from "@xmldom/xmldom";
import type { Document, Element } from "@xmldom/xmldom";
import type { CollectedRun, Told } from "./collector.ts";
import { createFileReporter } from "./file.ts";
import type { FileReporter } from "./file.ts";
import { outcomeOf, reasonLine } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import { placeOf } from "./places.ts";
import type { FileReporterOptions } from "./reporter-options.ts";
import { explanation, tellingOf } from "./telling.ts";
import type { Telling } from "./telling.ts";
import { xmlText } from "./xml.ts";

type Attributes = { readonly [name: string]: string | number };

/** JUnit XML, as CI servers read it: a testsuite per pack, classname `pack.id`, name that of the check. */
export function createJunitReporter(options: Omit<FileReporterOptions, "version">): FileReporter {
  return createFileReporter<Telling>("junit", options.path, {
    part: tellingOf,
    text: (run, partOf) => [junitXml(run, partOf, options)],
  });
}

type Options = Omit<FileReporterOptions, "version">;

/** Pure: the same run gives the same document. */
function junitXml(run: CollectedRun, partOf: (told: Told) => Telling, options: Options): string {
  const document = new DOMImplementation().createDocument(null, "testsuites", null);
  const root = document.documentElement;
  if (root === null) throw new Error("a new document has no element");
  assign(root, {
    name: run.started?.target ?? "jitterbug",
    ...counts(run.checks, options),
    time: seconds(run.finished.duration_ms),
  });
  const startedAt = new Date(run.started?.at ?? run.finished.at - run.finished.duration_ms).toISOString();
  for (const [pack, checks] of Map.groupBy(run.checks, (event) => event.check.pack)) {
    const time = checks.reduce((sum, event) => sum + event.duration_ms, 0);
    const suite = child(document, root, "testsuite", {
      name: pack,
      ...counts(checks, options),
      time: seconds(time),
      timestamp: startedAt.replace(/\.\d+Z$/, ""),
    });
    const properties = child(document, suite, "properties", {});
    child(document, properties, "property", { name: "seed", value: run.started?.seed ?? "" });
    child(document, properties, "property", { name: "partial", value: String(run.finished.partial) });
    for (const told of checks) testcase(document, suite, told, partOf(told), options);
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(document)}\n`;
}

function testcase(document: Document, suite: Element, told: Told, part: Telling, options: Options): void {
  const { check, verdict } = told;
  const place = placeOf(told, part.place, options.folders);
  const element = child(document, suite, "testcase", {
    classname: `${check.pack}.${check.id}`,
    name: check.name,
    ...(place === null ? {} : { file: place.file, line: place.line }),
    time: seconds(told.duration_ms),
  });
  const outcome = outcomeOf(told, options);
  const message = reasonLine(told);
  const lines = explanation(told, part).join("\n");
  if (outcome === "failure" || outcome === "error") {
    child(document, element, outcome, { message, type: verdict.verdict }, lines);
  } else if (outcome === "skipped") {
    child(document, element, "skipped", { message });
  } else if (verdict.verdict === "warned") {
    child(document, element, "system-out", {}, `${message}\n${lines}`);
  }
}

function counts(checks: readonly Told[], options: Options): Attributes {
  const of = (outcome: Outcome): number => checks.filter((told) => outcomeOf(told, options) === outcome).length;
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
