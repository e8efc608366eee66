import { readFileSync } from "node:fs";
import { JitterbugError } from "../../errors.ts";
import type { Environment } from "../env.ts";
import { Loader } from "../load.ts";
import { unsafeIn, type Target } from "../model/index.ts";
import { declared, NotWritable, type PolicyToDeclare } from "./declare.ts";

/** A line that a run found, for the target file. */
export interface FoundLine extends Omit<PolicyToDeclare, "remark"> {
  /** Other values that fit what was seen as well. */
  readonly or: readonly string[];
}

/**
 * The text of a target file with these lines in it; all else stays as it is, byte by byte. An unsafe value is marked
 * as one. Nothing is written here. Throws ERR_USAGE where the file is not such that lines can be added to it.
 */
export function declarePolicy(
  file: string,
  lines: readonly FoundLine[],
  options: { readonly env: Environment; readonly root: string },
): string {
  const text = declaredOrTold(readFileSync(file, "utf8"), lines, file);
  const loader = new Loader(options.root);
  const target = loader.targetText(text, file, options.env);
  const isThere = target !== undefined && lines.every((line) => holdsIn(target, line));
  if (loader.faults.sorted().length === 0 && isThere) return text;
  throw notWritten(file, "its form does not allow it");
}

function declaredOrTold(text: string, lines: readonly FoundLine[], file: string): string {
  try {
    return declared(text, lines.map(marked));
  } catch (error) {
    if (error instanceof NotWritable) throw notWritten(file, error.message);
    throw error;
  }
}

function notWritten(file: string, reason: string): JitterbugError {
  return new JitterbugError("ERR_USAGE", `the policy could not be written into ${file}: ${reason}`, {
    hint: "The file is as it was. Paste the block that the run printed.",
  });
}

function marked({ or, ...line }: FoundLine): PolicyToDeclare {
  const [danger] = unsafeIn({ [line.knob]: line.value });
  if (danger !== undefined) return { ...line, remark: `unsafe: ${danger.lets}` };
  return or.length === 0 ? line : { ...line, remark: `or ${or.join(", ")}: what was seen fits as well` };
}

function holdsIn({ policy, organizations, connections }: Target, line: FoundLine): boolean {
  const owner =
    line.connection === null
      ? organizations.find(({ name }) => name === line.organization)
      : connections.find(({ name }) => name === line.connection);
  const own = line.organization === null && line.connection === null ? policy : owner?.policy;
  return Object.entries(own ?? {}).some(([knob, value]) => knob === line.knob && value === line.value);
}
