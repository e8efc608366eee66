import { expect } from "vitest";
import { tellError } from "../../harness/cli/error.ts";
import { JitterbugError } from "../../harness/errors.ts";
import { STACK } from "./kit.ts";

/**
 * What a person is told of accounts that cannot be read: one line or two, without what a terminal would obey. Null where
 * all was read.
 */
export async function toldOf(reading: Promise<unknown>): Promise<string | null> {
  try {
    await reading;
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(JitterbugError);
    let told = "";
    const stderr = { isTTY: false, colors: false, columns: 100, write: (text: string) => void (told += text) };
    expect(tellError(error, stderr, false)).toBeOneOf([2, 3]);
    expect(told).not.toMatch(STACK);
    expect(told.length).toBeLessThan(1_500);
    // Controls and what turns the direction of a text; a line may end.
    expect(told.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    return told.split("\n")[0] ?? "";
  }
}
