import { beginning } from "../drivers/context.ts";
import { parseJson } from "../json.ts";
import { readJsonPath } from "../json-path.ts";
import { SeedRefused } from "./call.ts";

/** The id that a JSON answer tells, by the call's JSONPath. Throws SeedRefused where it tells none. */
export function idOf(answer: string, path: string): string {
  const shown = beginning(answer) || "(empty)";
  let document: unknown;
  try {
    document = parseJson(answer);
  } catch (error) {
    throw new SeedRefused(
      `answered no JSON: ${shown}`,
      "leave id out to have the new account looked up in the accounts",
      error,
    );
  }
  const [id] = readJsonPath(document, path);
  if (typeof id === "string" || typeof id === "number") return String(id);
  throw new SeedRefused(
    `answered without an id: ${path} finds none in ${shown}`,
    "correct id, or leave it out to have the new account looked up",
  );
}
