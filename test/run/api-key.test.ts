import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Kit } from "../faults/kit.ts";
import { folder, one, runSteps } from "./hands/ground.ts";

const SHOWN = {
  request: "GET /whose",
  kept: { key: { json: "$.made.value" } },
  headers: { "x-key": "{{kept.key}}" },
  map: { account: "$.owner" },
};
const MADE = [{ request: "POST /keys" }];
const SIGN_IN = { sign_in: "ada", browser: "b", control: true, expect: { outcome: "signed_in", remember: "adas" } };
const KEY = { api_key: "ada", browser: "b", to: "program", control: true, expect: { session: { account: "adas" } } };

const target = (shown: object = {}, made: readonly object[] = MADE): string =>
  folder([], { observe: { api_key: { ...SHOWN, ...shown } }, drive: { api_key: made } });

describe("an API key", { timeout: 60_000 }, () => {
  test("is shown by a program, which has no cookie and is not the browser that made it", async () => {
    const nobody = { look: "b", expect: { session: { account: "adas" } } };
    const ended = await runSteps(target(), [SIGN_IN, KEY, nobody, { look: "program", expect: KEY.expect }]);
    expect([ended.status, one(ended)?.verdict, one(ended)?.reason]).toEqual([0, "passed", ""]);
  });

  test("stands in nothing that a run leaves", async () => {
    const dir = target();
    const file = join(dir, "report.json");
    await runSteps(dir, [SIGN_IN, KEY, { look: "program", expect: { session: { account: "none" } } }]);
    const ended = await new Kit(dir, ["run", join(dir, "by-hand.yaml"), "--json", file]).ended;
    for (const told of [ended.stdout, ended.stderr, readFileSync(file, "utf8")])
      expect(told).not.toMatch(/key-[0-9a-f]{8}-/);
  });

  test("that stands nowhere is told with the place and the cure, and no verdict is given", async () => {
    const ended = await runSteps(target({ kept: { key: { json: "$.token" } } }), [SIGN_IN, KEY]);
    expect([ended.status, one(ended)?.verdict]).toEqual([3, "misconfigured"]);
    expect(one(ended)?.reason).toMatch(
      /jitterbug\.yaml:\d+:\d+: nothing stands where kept\.key of observe\.api_key says/,
    );
  });

  test("that the SP refuses to make is told with what it said", async () => {
    const ended = await runSteps(target({}, [{ request: "POST /out" }, ...MADE]), [SIGN_IN, KEY]);
    expect(one(ended)?.verdict).toBe("misconfigured");
    expect(one(ended)?.reason).toMatch(/\/keys answered HTTP 401: .*nobody is signed in/);
  });
});

describe("the doctor tries drive.api_key", { timeout: 60_000 }, () => {
  const told = async (dir: string) => {
    const { stdout } = await new Kit(dir, ["doctor", "--json"]).ended;
    const { findings } = JSON.parse(stdout) as {
      findings: { topic: string; ok: boolean; message: string; hint?: string }[];
    };
    return findings.filter(({ topic }) => topic === "drive.api_key");
  };

  test("and says that a key says whose it is", async () => {
    expect(await told(target())).toEqual([
      { topic: "drive.api_key", ok: true, message: "a key is made, and the SP says whose it is" },
    ]);
  });

  test("or that nobody knows it as it is shown", async () => {
    expect(await told(target({ headers: { authorization: "Bearer {{kept.key}}" } }))).toEqual([
      expect.objectContaining({
        message: expect.stringContaining("a key is made, and whoever shows the key is nobody") as unknown,
        hint: expect.stringContaining("correct how observe.api_key shows it") as unknown,
      }),
    ]);
  });
});
