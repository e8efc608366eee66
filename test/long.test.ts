import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { leftOut, LONG } from "./long.ts";

const root = new URL("..", import.meta.url);

describe("the long tests", () => {
  test("are there, each once", () => {
    expect(LONG.filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
    expect(new Set(LONG).size).toBe(LONG.length);
  });

  test("are all of some part, and of one", () => {
    const parts = ["1/4", "2/4", "3/4", "4/4"].map((part) => LONG.filter((file) => !leftOut(part).includes(file)));
    expect(parts.flat().toSorted()).toEqual(LONG.toSorted());
    expect(new Set(parts.map(({ length }) => length)).size).toBeLessThanOrEqual(2);
  });

  test("are left out where a part is asked for, and nowhere else", () => {
    expect(leftOut(undefined)).toEqual([]);
    expect(leftOut("")).toEqual([]);
    expect(leftOut("1/1")).toEqual([]);
  });

  test.each(["0/3", "4/3", "1", "a/b", "1/3/3"])("%s is no part", (part) => {
    expect(() => leftOut(part)).toThrow(`JITTERBUG_PART is ${part}`);
  });
});
