import type { Option } from "commander";
import { pathFrom } from "../paths.ts";
import { createGithubReporter, REPORT_KINDS } from "../report/index.ts";
import type { FileReporter, FileReporterOptions } from "../report/index.ts";
import type { CommandContext } from "./command.ts";
import { repeatable } from "./options.ts";
import { readReport, type ReportRequest } from "./report-request.ts";

export interface ReportFlags {
  readonly report?: readonly ReportRequest[];
  readonly allowUnobservable?: boolean;
}

export const reportOption = (): Option =>
  repeatable(
    "--report <kind=path>",
    `write a report beside the list (${Object.keys(REPORT_KINDS).join(", ")}); \`github\` alone prints annotations`,
    readReport,
  );

/** The reports that were asked for, and GitHub's annotations wherever its runner reads what is printed. */
export function fileReporters(
  { io, kit }: CommandContext,
  { report = [], allowUnobservable }: ReportFlags,
): FileReporter[] {
  const shared: Omit<FileReporterOptions, "path"> = {
    version: kit.version,
    allowUnobservable,
    folders: { cwd: io.cwd, top: io.env["GITHUB_WORKSPACE"] ?? io.env["CI_PROJECT_DIR"] ?? io.cwd },
  };
  const asked =
    io.stdout.command === undefined || report.some(({ kind }) => kind === "github")
      ? report
      : [...report, { kind: "github" }];
  return asked.flatMap(({ kind, path }) => {
    if (path !== undefined) return REPORT_KINDS[kind]?.({ ...shared, path }) ?? [];
    const summary = io.env["GITHUB_STEP_SUMMARY"];
    return createGithubReporter({
      ...shared,
      print: (text) => (io.stdout.command === undefined ? io.stdout.write(text) : io.stdout.command(text)),
      ...(summary === undefined || summary === "" ? {} : { summary: pathFrom(io.cwd, summary) }),
    });
  });
}
