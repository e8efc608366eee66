import { createCtrfReporter } from "./ctrf.ts";
import type { FileReporter } from "./file.ts";
import { createGithubReporter } from "./github.ts";
import { createGitlabReporter } from "./gitlab.ts";
import { createHtmlReporter } from "./html/html.ts";
import { createJsonReporter } from "./json.ts";
import { createJunitReporter } from "./junit.ts";
import { createMarkdownReporter } from "./markdown.ts";
import type { FileReporterOptions } from "./reporter-options.ts";
import { createSarifReporter } from "./sarif.ts";
import { createStatementReporter } from "./statement/statement.ts";
import { createTapReporter } from "./tap.ts";

export type { ReportDocument } from "./document.ts";
export type { FileReporter } from "./file.ts";
export { createListReporter, findingLines } from "./list/list.ts";
export type { Output } from "./list/output.ts";
export { createStyle } from "./list/style.ts";
export type { Style } from "./list/style.ts";
export { count, duration, visible, visibleLines, wrap } from "./text.ts";
export { writeReport } from "./file.ts";
export { reportPage } from "./html/html.ts";
export { createGithubReporter } from "./github.ts";
export type { FileReporterOptions } from "./reporter-options.ts";
export { isWrong } from "./outcome.ts";
export { createExplainer, type Explained } from "./explained.ts";
export { createKeeper } from "./keeper.ts";
export { checkEntry, outline, stepEntries } from "./entries.ts";
export { Collector } from "./collector.ts";
export { summarize } from "./summary.ts";
export type { CheckEntry } from "./document.ts";
export { seenEntry, type SeenEntry } from "./by-hand.ts";
export { createSaver } from "./wire/save.ts";

/** The reports that `--report KIND=PATH` can name. */
export const REPORT_KINDS: { readonly [kind: string]: (options: FileReporterOptions) => FileReporter } = {
  json: createJsonReporter,
  junit: createJunitReporter,
  html: createHtmlReporter,
  github: createGithubReporter,
  gitlab: createGitlabReporter,
  sarif: createSarifReporter,
  ctrf: createCtrfReporter,
  markdown: createMarkdownReporter,
  tap: createTapReporter,
  statement: createStatementReporter,
};

/** How the file of a kind usually ends; left out: as the kind is called. */
export const EXTENSIONS: { readonly [kind: string]: string } = {
  junit: "xml",
  github: "txt",
  gitlab: "json",
  ctrf: "json",
  markdown: "md",
  statement: "md",
};
export { Vault } from "../observe/vault.ts";
export { secretsOf, withoutSecretsOfLine } from "./secrets-of.ts";
