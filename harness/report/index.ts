import type { FileReporter } from "./file.ts";
import { createHtmlReporter } from "./html/html.ts";
import { createJsonReporter } from "./json.ts";
import { createJunitReporter } from "./junit.ts";

export type { ReportDocument } from "./document.ts";
export type { FileReporter } from "./file.ts";
export { createListReporter, findingLines } from "./list/list.ts";
export type { Output } from "./list/output.ts";
export { createStyle } from "./list/style.ts";
export type { Style } from "./list/style.ts";
export { count, duration, visible, visibleLines, wrap } from "./text.ts";
export { writeReport } from "./file.ts";
export { reportPage } from "./html/html.ts";
export { createSaver } from "./wire/save.ts";

export interface FileReporterOptions {
  readonly path: string;
  readonly version: string;
}

/** The reports that `--report KIND=PATH` can name. */
export const REPORT_KINDS: { readonly [kind: string]: (options: FileReporterOptions) => FileReporter } = {
  json: createJsonReporter,
  junit: createJunitReporter,
  html: createHtmlReporter,
};
export { Vault } from "../observe/vault.ts";
export { secretsOf, withoutSecretsOfLine } from "./secrets-of.ts";
