import { join } from "node:path";
import { InvalidArgumentError } from "commander";
import { EXTENSIONS, REPORT_KINDS } from "../report/index.ts";
import { suggest } from "../scenario/faults.ts";
import { fileAt } from "./options.ts";

export interface ReportRequest {
  readonly kind: string;
  /** Left out: `github`, which is printed. */
  readonly path?: string;
}

/** `junit=reports/junit.xml`; `github` alone */
export function readReport(text: string): ReportRequest {
  const [kind = "", ...rest] = text.split("=");
  const path = rest.join("=");
  const kinds = Object.keys(REPORT_KINDS);
  if (!kinds.includes(kind)) throw new InvalidArgumentError(suggest(kind, kinds, "The kinds are") ?? "");
  if (kind === "github" && !text.includes("=")) return { kind };
  if (path === "") throw new InvalidArgumentError(`Say where it goes: ${kind}=PATH.`);
  return { kind, path: fileAt(path, `${kind}=${join(path, `report.${EXTENSIONS[kind] ?? kind}`)}`) };
}
