import { expect, test } from "vitest";
import { required } from "../../harness/target/sql/package.ts";
import { failure } from "./support/world.ts";

test("a database's library that is not installed is named, with the command that installs it", async () => {
  const name = "jitterbug-no-such-library";
  const error = await failure(required(name, () => import(name)));
  expect(error.code).toBe("ERR_MISSING_PACKAGE");
  expect(error.message).toContain(`needs the package ${name}`);
  expect(error.hint).toContain(`npm install --save-dev ${name}`);
});
