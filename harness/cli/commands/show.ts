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

/** What a run writes is whole, or not there: its first members tell it from any other JSON. */
function isReport(document: unknown): document is ReportDocument {
  if (typeof document !== "object" || document === null) return false;
  return (
    "schema" in document && document.schema === REPORT_SCHEMA && "checks" in document && Array.isArray(document.checks)
  );
}

function unfit(path: string, why: string, cause?: unknown): JitterbugError {
  return new JitterbugError("ERR_USAGE", `${visible(path)} is no JSON report of a run: ${visible(why)}`, {
    hint: "`jitterbug run --report json=PATH` writes one; what `run --save` wrote is shown by `jitterbug judge FILE --report html=PATH`",
    cause,
  });
}
