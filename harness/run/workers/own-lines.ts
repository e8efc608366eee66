import type { Target } from "../../scenario/model/index.ts";

/** What is another one for each worker. */
const OWN = /\{\{\s*(?:tmp|port|base_url|worker)\s*\}\}/;

/** Whether something is to be done once ahead of all workers: a line of `start.before` that names nothing of their own. */
export function hasCommonLines({ start }: Target): boolean {
  return start?.before.some((line) => !isOwn(line)) === true;
}

/** The target of a worker who finds what is done once done already. */
export function withoutCommonLines(target: Target): Target {
  const { start } = target;
  return start === undefined ? target : { ...target, start: { ...start, before: start.before.filter(isOwn) } };
}

function isOwn(line: readonly string[]): boolean {
  return line.some((word) => OWN.test(word));
}
