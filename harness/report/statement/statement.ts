import { createFileReporter } from "../file.ts";
import type { FileReporter } from "../file.ts";
import type { FileReporterOptions } from "../reporter-options.ts";
import { statement } from "./content.ts";
import { htmlText } from "./html.ts";
import { markdownText } from "./markdown.ts";

/** For somebody's security team: as HTML where the file is called so, else as Markdown. */
export function createStatementReporter({ path, version }: FileReporterOptions): FileReporter {
  const write = /\.html?$/i.test(path) ? htmlText : markdownText;
  return createFileReporter("statement", path, {
    part: () => null,
    text: (run) => write(statement(run, version)),
  });
}
