import { createHash } from "node:crypto";
import type { Place } from "../errors.ts";
import type { CollectedRun, Told } from "./collector.ts";
import { createFileReporter } from "./file.ts";
import type { FileReporter } from "./file.ts";
import type { KnownAs } from "../judge/verdict.ts";
import { isTrouble, knownLine, reasonLine } from "./outcome.ts";
import { placeOf, targetPlace } from "./places.ts";
import type { FileReporterOptions } from "./reporter-options.ts";
import { summarize } from "./summary.ts";
import { explanation, tellingOf } from "./telling.ts";
import type { Telling } from "./telling.ts";
import { visible } from "./text.ts";

/** SARIF 2.1.0 (OASIS): what went wrong as results, each scenario of it as a rule; what passed is counted. */
export function createSarifReporter(options: FileReporterOptions): FileReporter {
  return createFileReporter<Telling>("sarif", options.path, {
    part: tellingOf,
    text: (run, partOf) => [`${JSON.stringify(log(run, partOf, options), null, 2)}\n`],
  });
}

function log(run: CollectedRun, partOf: (told: Told) => Telling, options: FileReporterOptions): object {
  const { started, finished, checks } = run;
  const troubles = checks.filter((told) => isTrouble(told) || told.verdict.known !== undefined);
  const rules = [...new Map(troubles.map((told) => [told.check.id, told])).values()];
  const index = new Map(rules.map(({ check }, at) => [check.id, at]));
  const otherwise = targetPlace(started, options.folders);
  const begun = started?.at ?? finished.at - finished.duration_ms;
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "jitterbug", version: options.version, rules: rules.map(rule) } },
        columnKind: "unicodeCodePoints",
        invocations: [
          {
            executionSuccessful: !finished.partial,
            startTimeUtc: new Date(begun).toISOString(),
            endTimeUtc: new Date(begun + finished.duration_ms).toISOString(),
            toolExecutionNotifications: [
              ...run.warnings.map((text) => ({ level: "warning", message: { text: visible(text) } })),
              ...(finished.partial
                ? [{ level: "error", message: { text: "Stopped early: this is a partial run." } }]
                : []),
            ],
          },
        ],
        results: troubles.map((told) => ({
          ...result(told, partOf(told)),
          ruleIndex: index.get(told.check.id) ?? -1,
          locations: locations(placeOf(told, partOf(told).place, options.folders) ?? otherwise),
        })),
        properties: {
          target: visible(started?.target ?? ""),
          seed: visible(started?.seed ?? ""),
          summary: summarize(checks.map(({ verdict }) => verdict.verdict)),
        },
      },
    ],
  };
}

function rule({ check, verdict }: Told): object {
  return {
    id: check.id,
    shortDescription: { text: visible(check.title) },
    help: { text: visible([verdict.cause, verdict.fix].filter(Boolean).join(" ") || check.title) },
    properties: { tags: [check.pack, check.severity, ...check.scenario.references] },
  };
}

/** What could not be seen is open: neither right nor wrong. */
function result(told: Told, part: Telling): object {
  const { check, verdict } = told;
  const isOpen = verdict.verdict === "unobservable";
  const text = [`${visible(check.name)}: ${visible(reasonLine(told))}`, ...explanation(told, part)].join("\n");
  return {
    ruleId: check.id,
    kind: isOpen ? "open" : "fail",
    level: isOpen ? "none" : verdict.verdict === "warned" ? "warning" : "error",
    message: { text },
    partialFingerprints: { "jitterbugCheck/v1": createHash("sha256").update(check.name).digest("hex") },
    ...(verdict.known === undefined ? {} : { suppressions: [suppression(verdict.known)] }),
    properties: { check: visible(check.name), verdict: verdict.verdict, harm: verdict.harm ?? null },
  };
}

/** By a file of the user's own, and not in the code that is at fault. */
function suppression(known: KnownAs): object {
  return { kind: "external", status: "accepted", justification: visible(knownLine(known)) };
}

function locations(place: Place | null): readonly object[] {
  if (place === null) return [];
  const uri = place.file.split("/").map(encodeURIComponent).join("/");
  const region = { startLine: place.line, startColumn: place.column };
  return [{ physicalLocation: { artifactLocation: { uri, uriBaseId: "%SRCROOT%" }, region } }];
}
