import { expect, test } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import type { PrepareStep } from "../../harness/scenario/model/index.ts";
import { createSp } from "../../harness/sp/index.ts";
import { PLACE, targetOf } from "./support/target.ts";
import { failure, later } from "./support/world.ts";

/** RFC 5737: an address of nobody. Nothing is sent to it. */
const ELSEWHERE = "http://192.0.2.1:9";

test.each<[string, PrepareStep]>([
  ["a call", { kind: "http", request: { method: "POST", target: "/setup" }, headers: {}, place: PLACE }],
  ["a command", { kind: "exec", command: ["touch", "/nowhere/at/all"], place: PLACE }],
  ["SQL", { kind: "sql", database: "sqlite:/nowhere/at/all.db", statements: ["delete from users"], place: PLACE }],
  ["an action", { kind: "open", target: "/setup", place: PLACE }],
])("an SP on another machine is neither prepared nor emptied without the second flag: %s", async (_, step) => {
  const agent = createHttpAgent({ allowRemote: ["192.0.2.1"] });
  later(() => agent.close());
  const target = targetOf({ base_url: ELSEWHERE, prepare: [step], reset: [step] });
  const sp = createSp({ target, variables: {}, allowRemote: ["192.0.2.1"] });
  later(() => sp.close());
  for (const name of ["prepare", "reset"] as const) {
    const error = await failure(sp.prepare(name, agent.browser(name)));
    expect(error.code).toBe("ERR_REMOTE_HOST");
    expect(error.hint).toContain("--allow-remote-changes 192.0.2.1");
  }
});
