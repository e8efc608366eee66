import { readFileSync } from "node:fs";
import { JitterbugError, messageOf } from "../errors.ts";
import { visible } from "../report/index.ts";
import { REPORT_SCHEMA, type ReportDocument } from "../report/document.ts";

/** The JSON report of a run. Throws ERR_USAGE for what no run wrote there. */
export function readReport(path: string): ReportDocument {
  let document: unknown;
  try {
    document = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw unfit(path, messageOf(error), error);
  }
  if (!isReport(document)) throw unfit(path, `it is not of the form ${REPORT_SCHEMA}`);
  return document;
}

/** By the members that the page reads of each check: what a run writes is whole, and any other JSON lacks some. */
function isReport(document: unknown): document is ReportDocument {
  if (!isObject(document) || document["schema"] !== REPORT_SCHEMA || !isObject(document["summary"])) return false;
  const lists = ["checks", "not_offered", "wanted", "findings", "warnings"].map((name) => document[name]);
  return lists.every(Array.isArray) && (document["checks"] as unknown[]).every(isCheck);
}

function isCheck(check: unknown): boolean {
  if (!isObject(check) || !isObject(check["policy"])) return false;
  const texts = ["id", "name", "title", "protocol", "pack", "verdict", "reason", "connection"];
  const lists = ["unseen", "references", "steps"];
  if (!texts.every((name) => typeof check[name] === "string")) return false;
  if (!lists.every((name) => Array.isArray(check[name]))) return false;
  return (check["steps"] as unknown[]).every(
    (step) => isObject(step) && ["judgements", "sign_ins", "exchanges"].every((name) => Array.isArray(step[name])),
  );
}

function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unfit(path: string, why: string, cause?: unknown): JitterbugError {
  return new JitterbugError("ERR_USAGE", `${visible(path)} is no JSON report of a run: ${visible(why)}`, {
    hint: "`jitterbug run --report json=PATH` writes one; what `run --save` wrote is shown by `jitterbug judge FILE --report html=PATH`",
    cause,
  });
}
