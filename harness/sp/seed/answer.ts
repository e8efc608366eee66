import { beginning } from "../../beginning.ts";
import type { SeedCall } from "../../scenario/model/index.ts";
import { parseJson } from "../json.ts";
import { readJsonPath } from "../../scenario/json-path.ts";
import { SeedRefused } from "./call.ts";

/** What is looked for in the answer to a call: the new account's id, or the link of an invitation. */
export function toldBy({ id, link }: Pick<SeedCall, "id" | "link">): Told | null {
  if (link !== undefined) return { what: "link", where: link };
  return id === undefined ? null : { what: "id", where: id };
}

interface Told {
  readonly what: "id" | "link";
  /** A JSONPath, or a column. */
  readonly where: string;
}

/** What a JSON answer tells, by the call's JSONPath. Throws SeedRefused where it tells nothing. */
export function readTold(answer: string, { what, where }: Told): string {
  const shown = beginning(answer) || "(empty)";
  const leaveOut = what === "id" ? "leave id out to have the new account looked up in the accounts" : "leave link out";
  let document: unknown;
  try {
    document = parseJson(answer);
  } catch (error) {
    throw new SeedRefused(`answered no JSON: ${shown}`, leaveOut, error);
  }
  const [found] = readJsonPath(document, where);
  if (typeof found === "string" || typeof found === "number") return String(found);
  throw new SeedRefused(
    `answered without ${what === "id" ? "an id" : "a link"}: ${where} finds none in ${shown}`,
    `correct ${what}, or ${leaveOut}`,
  );
}
