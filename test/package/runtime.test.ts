import { expect, test } from "vitest";
import { brought } from "./brought.ts";

/** Each asks for no more than its notice: nothing that binds what the kit is installed beside. */
const LICENCES = ["BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MIT-0"];

/** As many as are there: a new one is looked at (last release, licence, size, what it brings) before this grows. */
const AT_MOST = 120;

const runtime = brought();

test("what comes with the kit has a licence that anybody can keep", () => {
  const others = runtime.filter(([, { license }]) => license === undefined || !LICENCES.includes(license));
  expect(others.map(([path, { license }]) => `${path}: ${license ?? "none told"}`)).toEqual([]);
});

test(`no more than ${AT_MOST} packages come with it`, () => {
  expect(runtime.length).toBeLessThanOrEqual(AT_MOST);
  expect(runtime.length).toBeGreaterThan(50);
});
