import { JitterbugError } from "../errors.ts";
import { isWrong, visible } from "../report/index.ts";
import { readReport } from "./report-file.ts";

/** The names of the checks that went wrong in a JSON report, but for what is known to. Throws ERR_USAGE. */
export function failedIn(path: string): readonly string[] {
  // A report of an older kit says nothing of what is known.
  const names = readReport(path).checks.flatMap(({ name, verdict, known }) =>
    isWrong({ verdict: { verdict, ...(known == null ? {} : { known }) } }) ? [name] : [],
  );
  if (names.length > 0) return names;
  throw new JitterbugError("ERR_USAGE", `nothing went wrong in ${visible(path)}`, { hint: "Leave --failed out." });
}
