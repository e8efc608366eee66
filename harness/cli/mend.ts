import { readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { JitterbugError, messageOf, type Fix } from "../errors.ts";
import { visible } from "../report/index.ts";
import type { Style } from "../report/index.ts";
import { editYaml } from "../scenario/index.ts";

/** A change of the target file, and what was seen that asks for it. */
export interface Reason {
  readonly because: string;
  readonly fix: Fix;
}

/**
 * Makes the changes that can be made in the file, and tells each as a difference; nothing where there is none to make.
 * `check` throws where the file would no longer be read: then it stays as it was. Throws ERR_STATE.
 */
export function mend(
  file: string,
  cwd: string,
  reasons: readonly Reason[],
  check: () => void,
  style: Style,
): readonly string[] {
  const original = readFileSync(file, "utf8");
  let text = original;
  const told: string[] = [];
  for (const { because, fix } of reasons) {
    const edited = editYaml(text, [fix]);
    if (edited.made.length === 0) continue;
    told.push(`  ${visible(because)}`, ...difference(text, edited.text, style));
    text = edited.text;
  }
  if (text === original) return [];
  write(file, text);
  try {
    check();
  } catch (error) {
    write(file, original);
    if (error instanceof JitterbugError && error.code === "ERR_YAML") return [];
    throw error;
  }
  return [`Changed ${visible(relative(cwd, file) || file)}:`, ...told, ""];
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new JitterbugError("ERR_STATE", `${file} cannot be changed: ${messageOf(error)}`, { cause: error });
  }
}

/** One change lies between what is the same ahead of it and behind it. */
function difference(before: string, after: string, style: Style): readonly string[] {
  const [old, now] = [before.split(/\r?\n/), after.split(/\r?\n/)];
  let ahead = 0;
  while (ahead < Math.min(old.length, now.length) && old[ahead] === now[ahead]) ahead++;
  let behind = 0;
  while (behind < Math.min(old.length, now.length) - ahead && old.at(-1 - behind) === now.at(-1 - behind)) behind++;
  const lines = (all: readonly string[], sign: "-" | "+") =>
    all.slice(ahead, all.length - behind).map((line, at) => {
      const number = String(ahead + at + 1).padStart(5);
      return style(sign === "-" ? "red" : "green", `${number} ${sign} ${visible(line)}`);
    });
  return [...lines(old, "-"), ...lines(now, "+")];
}
