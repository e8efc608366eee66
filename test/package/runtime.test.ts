import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./installed.ts";

interface Locked {
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly peer?: boolean;
}

/** Each asks for no more than its notice: nothing that binds what the kit is installed beside. */
const LICENCES = ["BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"];

/** As many as are there: a new one is looked at (last release, licence, size, what it brings) before this grows. */
const AT_MOST = 114;

const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
  readonly packages: { readonly [path: string]: Locked };
};
/** What `npm install jitterbug` brings by itself. */
const runtime = Object.entries(packages).filter(
  ([path, { dev = false, devOptional = false, peer = false }]) => path !== "" && !dev && !devOptional && !peer,
);

test("what comes with the kit has a licence that anybody can keep", () => {
  const others = runtime.filter(([, { license }]) => license === undefined || !LICENCES.includes(license));
  expect(others.map(([path, { license }]) => `${path}: ${license ?? "none told"}`)).toEqual([]);
});

test(`no more than ${AT_MOST} packages come with it`, () => {
  expect(runtime.length).toBeLessThanOrEqual(AT_MOST);
  expect(runtime.length).toBeGreaterThan(50);
});
