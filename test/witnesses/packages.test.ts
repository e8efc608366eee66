import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PACKAGES } from "./support/packages.ts";

test("packages.txt, which CI installs, lists what the witnesses need", () => {
  const listed = readFileSync(new URL("packages.txt", import.meta.url), "utf8")
    .trim()
    .split("\n");
  expect(listed).toEqual(Object.keys(PACKAGES).toSorted());
});
