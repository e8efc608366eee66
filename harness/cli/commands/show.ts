import { readFileSync } from "node:fs";
import { JitterbugError, messageOf } from "../../errors.ts";
import { pathFrom } from "../../paths.ts";
import { reportPage, visible, writeReport } from "../../report/index.ts";
import { REPORT_SCHEMA, type ReportDocument } from "../../report/document.ts";
import type { CommandContext, Register } from "../command.ts";
import { print } from "../io.ts";

export const registerShow: Register = (program, context) => {
  program
    .command("show")
    .description("make a page of a JSON report, to be opened in a browser")
    .argument("<report>", "what `run --report json=PATH` wrote")
    .option("--out <file>", "where the page is written (default: beside the report, as .html)")
    .action((report: string, flags: { readonly out?: string }) => show(report, flags.out, context));
};

async function show(report: string, out: string | undefined, { io }: CommandContext): Promise<void> {
  const path = pathFrom(io.cwd, report);
  const page = out === undefined ? `${path.replace(/\.json$/i, "")}.html` : pathFrom(io.cwd, out);
  await writeReport(page, reportPage(read(path)));
  print(io.stdout, [visible(page)]);
}

/** Throws ERR_USAGE for what no run wrote there. */
function read(path: string): ReportDocument {
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
