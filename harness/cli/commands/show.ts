import { pathFrom } from "../../paths.ts";
import { reportPage, visible, writeReport } from "../../report/index.ts";
import type { CommandContext, Register } from "../command.ts";
import { print } from "../io.ts";
import { readReport } from "../report-file.ts";

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
  await writeReport(page, reportPage(readReport(path)));
  print(io.stdout, [visible(page)]);
}
