import { describe, expect, it } from "vitest";
import { duration, visible, wrap } from "../../harness/report/text.ts";

describe("visible", () => {
  it.each([
    ["\u001b[2J", "\\u{1b}[2J"],
    ["a\r\nb", "a\\r\\nb"],
    ["\u202Efdp.exe", "\\u{202e}fdp.exe"],
    ["\u009b31m", "\\u{9b}31m"],
    ["\ud800", "\\u{d800}"],
    ["Černý 🤔", "Černý 🤔"],
  ])("%j", (text, shown) => expect(visible(text)).toBe(shown));
});

describe("duration", () => {
  it.each([
    [0, "0 ms"],
    [999, "999 ms"],
    [1000, "1.0 s"],
    [59_940, "59.9 s"],
    [59_990, "1 min 00 s"],
    [185_000, "3 min 05 s"],
  ])("%d", (ms, shown) => expect(duration(ms)).toBe(shown));
});

describe("wrap", () => {
  it("breaks at spaces, and lets a long word stand", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrap("a://very-long-address x", 5)).toEqual(["a://very-long-address", "x"]);
  });
});
