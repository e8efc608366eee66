import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadTarget } from "../../harness/scenario/index.ts";
import { runSmall } from "./small/run.ts";
import { SmallSp } from "./small/sp.ts";

/** An SP whose accounts have a status instead of a flag. */
class ByStatus extends SmallSp {
  status = "active";
  override list(query: string): unknown {
    return (super.list(query) as readonly object[]).map((row) => ({ ...row, status: this.status }));
  }
}

const observe = (active: unknown) => ({
  session: { request: "GET /me", map: { account: "$.id" } },
  accounts: {
    http: "GET /accounts",
    each: "$[*]",
    map: { id: "$.id", email: "$.email", identities: "$.subject", active },
  },
});
const scenarios = [
  {
    id: "one",
    given: { people: ["ada"] },
    steps: [{ sign_in: "ada", expect: { outcome: "signed_in", account: { active: true } } }],
  },
];

async function verdict(status: string, active: unknown) {
  const sp = new ByStatus();
  sp.status = status;
  const ran = await runSmall(sp, { scenarios, target: { observe: observe(active) } });
  return ran.result.checks[0]?.verdict;
}

test("a status in words is a flag where the file says which words mean true", async () => {
  expect(await verdict("active", { path: "$.status", is: "active" })).toMatchObject({ verdict: "passed" });
  expect(await verdict("staged", { path: "$.status", is: ["active", "staged"] })).toMatchObject({ verdict: "passed" });
  const suspended = await verdict("suspended", { path: "$.status", is: "active" });
  expect(suspended).toMatchObject({ verdict: "failed", reason: expect.stringContaining("active") });
});

test("without them the cure is named", async () => {
  expect(await verdict("active", "$.status")).toMatchObject({
    verdict: "misconfigured",
    reason: expect.stringMatching(/shows active as "active", .*active: \{ path: \.\.\., is: active \}/),
  });
});

test("only what is true or false has such words", () => {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-words-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, "jitterbug.yaml");
  const map = { id: "$.id", email: { path: "$.mail", is: "x" } };
  const accounts = { http: "GET /accounts", each: "$[*]", map };
  const connection = { protocol: "oidc", client_id: "a", redirect_uris: ["http://localhost:1/cb"], sign_in: "GET /" };
  const session = observe("").session;
  writeFileSync(
    file,
    JSON.stringify({
      target: "x",
      base_url: "http://localhost:1",
      connections: { a: connection },
      observe: { session, accounts },
    }),
  );
  const message = "`is` is for what is true or false: active and email_verified";
  expect(() => loadTarget(file, { env: {} })).toThrow(
    expect.objectContaining({ faults: [expect.objectContaining({ message })] }),
  );
});
