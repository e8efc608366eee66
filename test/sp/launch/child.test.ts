import { expect, test } from "vitest";
import { startChild } from "../../../harness/sp/launch/child.ts";

const options = { cwd: "/", env: {} };

test.each([
  ["is longer than a command may be", ["/bin/echo", "x".repeat(3_000_000)]],
  ["holds NUL", ["/bin/echo", "a\0b"]],
  ["names no program", ["no-such-program"]],
])("a command that %s ends at once", async (_, command) => {
  const child = startChild(command, options);
  await child.ended;
  expect(child.status).toMatch(/^cannot be started: /);
  expect(child.succeeded).toBe(false);
  expect(child.started(process.pid)).toBe(false);
  await child.end();
});

test("a value of the environment that is longer than one may be ends it at once", async () => {
  const child = startChild(["/bin/true"], { cwd: "/", env: { LONG: "x".repeat(3_000_000) } });
  await child.ended;
  expect(child.status).toMatch(/^cannot be started: .*E2BIG/);
});
