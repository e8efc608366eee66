import { readFileSync, rmSync } from "node:fs";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Exchange } from "../../harness/observe/exchange.ts";
import { REPORT_KINDS } from "../../harness/report/index.ts";
import type { RunOptions } from "../../harness/run/options.ts";
import { loadScenarios } from "../../harness/scenario/index.ts";
import { HOSTILE } from "../faults/kit.ts";
import { freePort } from "../../harness/ports.ts";
import { runHostile, verdictsOf, type CheckFinished } from "./hostile.ts";

const FAULTS = ["answers-500", "creates-then-500", "honest", "observe-500", "session-500", "wrong-person"];

describe("a run", () => {
  it("tells its events in order, and the same seed makes the same namespaces", async () => {
    const [one, two] = [
      await runHostile({ faults: ["honest"] }, { seed: "abc" }),
      await runHostile({ faults: ["honest"] }, { seed: "abc" }),
    ];
    expect(one.events.map(({ type }) => type)).toEqual([
      "run_started",
      "phase",
      "phase",
      "doctor",
      "check_started",
      "check_finished",
      "policy",
      "run_finished",
    ]);
    expect(one.result).toMatchObject({ seed: "abc", partial: false, exitStatus: 0, broken_off: null });
    const [first, second] = [one, two].map(({ finished }) => finished[0]?.observation.variants[0]?.ns);
    expect(first).toBe(second);
  });

  it("shows every step's exchanges", async () => {
    const { finished, result } = await runHostile({ faults: FAULTS }, { jobs: 3 });
    expect(result.exitStatus).toBe(1);
    expect(finished).toHaveLength(FAULTS.length);
    for (const { observation } of finished) {
      const parties = observation.variants[0]?.steps.map(({ exchanges }) =>
        [...new Set(exchanges.map(({ by }) => by))].toSorted(),
      );
      expect(parties).toEqual([
        ["browser", "kit", "sp"],
        ["browser", "kit", "sp"],
      ]);
    }
  });

  it("writes no secret: not the client's, not the administrator's, no cookie, code or token", async () => {
    const dir = mkdtempSync(join(tmpdir(), "jitterbug-run-"));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const path = join(dir, "report.json");
    const json = REPORT_KINDS["json"]?.({ path, version: "0" });
    const { finished } = await runHostile({ faults: FAULTS }, { reporters: json === undefined ? [] : [json] });
    // What stands where the secrets stood: each has a placeholder of its own.
    const places = new Set(finished.flatMap(secretsOf));
    // Two sign-ins of each check: a code and its verifier, the IdP's session, an access token and an ID token; mostly the SP's session, too.
    expect(places.size).toBeGreaterThan(FAULTS.length * 2 * 4);
    expect([...places].filter((value) => !value.startsWith("[redacted"))).toEqual([]);
    const written = readFileSync(path, "utf8");
    expect(["hostile-client-secret", "admin-token"].filter((secret) => written.includes(secret))).toEqual([]);
    expect(written).toContain("[redacted]");
  });
});

/** What the exchanges of a check hold that nobody else may know. */
function secretsOf({ observation }: CheckFinished): string[] {
  const exchanges = observation.variants.flatMap(({ steps }) => steps.flatMap((step) => step.exchanges));
  return exchanges.flatMap(secretsIn).filter((secret) => secret.length >= 8);
}

/** The IdP's cookies of one interaction repeat what stands in its address; its session's cookie (s_) does not. */
function secretsIn({ request, response }: Exchange): string[] {
  const codes = [request.url, request.body ?? "", String(response?.headers["location"] ?? "")].flatMap((text) =>
    [...text.matchAll(/(?:^|[?&])(?:code|code_verifier)=([^&#]+)/g)].map(([, code]) => code ?? ""),
  );
  const cookies = [request.headers["cookie"] ?? "", ...[response?.headers["set-cookie"] ?? []].flat()].flatMap((text) =>
    [...text.matchAll(/(?:^|; )(?:sid|s_[0-9a-f]{8})=([^;]+)/g)].map(([, value]) => value ?? ""),
  );
  const tokens = [...(response?.body ?? "").matchAll(/"(?:access|id|refresh)_token":"([^"]+)"/g)].map(
    ([, token]) => token ?? "",
  );
  const authorization = (request.headers["authorization"] ?? "").split(" ")[1] ?? "";
  return [...codes, ...cookies, ...tokens, authorization];
}

/** The scenario under two ids: two checks on the same connection. */
function twice(): RunOptions["scenarios"] {
  const [scenario] = loadScenarios([HOSTILE], { root: HOSTILE });
  return scenario === undefined ? [] : [scenario, { ...scenario, id: "hostile-second" }];
}

describe("what broke in company", () => {
  it("is tried again alone with fresh people: clean then, it is a warning", async () => {
    const seen = await runHostile({ faults: ["crowd", "honest"], env: {} }, { jobs: 4, scenarios: twice() });
    expect(seen.result.checks.map(({ verdict }) => verdict.verdict)).toEqual(expect.arrayContaining(["warned"]));
    const crowded = seen.result.checks.filter(({ check }) => check.connection === "crowd");
    expect(crowded.map(({ verdict }) => verdict.verdict)).toEqual(["warned", "warned"]);
    for (const { verdict } of crowded)
      expect(verdict.reason).toMatch(/^only under load: sign_in: ada: expected signed_in, got broken: HTTP 500/);
    const namespaces = seen.events.flatMap((event) =>
      event.type === "check_started" ? [event.check.variants[0]?.ns] : [],
    );
    expect(new Set(namespaces).size).toBe(namespaces.length);
    expect(seen.result.exitStatus).toBe(0);
  });

  it("breaks alone too: failed, and told once", async () => {
    const seen = await runHostile({ faults: ["answers-500", "honest"] }, { jobs: 2 });
    expect(verdictsOf(seen)).toEqual({ "answers-500": "failed", honest: "passed" });
    expect(seen.finished).toHaveLength(2);
    expect(seen.events.filter(({ type }) => type === "check_started")).toHaveLength(3);
  });
});

describe("clean-up", () => {
  it("removes what a check left; a removal that the SP refuses is a warning and changes no verdict", async () => {
    const port = await freePort();
    let left: unknown;
    const hostile = { faults: ["cookies", "honest"], remove: true, base_url: `http://localhost:${port}` };
    const seen = await runHostile(hostile, {
      async on({ type }) {
        if (type !== "run_finished") return;
        const answer = await fetch(`http://localhost:${port}/admin/emails`, {
          headers: { authorization: "Bearer admin-token" },
        });
        left = await answer.json();
      },
    });
    expect(verdictsOf(seen)).toEqual({ cookies: "passed", honest: "passed" });
    const emails = (left as { readonly accounts: readonly { readonly email: string }[] }).accounts.map(
      ({ email }) => email,
    );
    expect(emails).toEqual(["root@elsewhere.test", expect.stringMatching(/^ada\./)]);
    const warnings = seen.events.flatMap((event) => (event.type === "warning" ? [event.text] : []));
    expect(warnings).toEqual([
      expect.stringMatching(/^clean-up after hostile-first \[oidc[^\]]*\]: seed\.remove .* answered HTTP 409/),
    ]);
    expect(seen.result.exitStatus).toBe(0);
  });
});

describe("a run that is stopped", () => {
  it("does not wait for an SP that hangs: what was told stays, the rest is missing, and nothing is told afterwards", async () => {
    const stop = new AbortController();
    const seen = await runHostile(
      { faults: ["hangs", "cuts", "honest"] },
      {
        jobs: 1,
        signal: stop.signal,
        on: (event) => {
          if (event.type === "check_started" && event.check.connection === "hangs") setTimeout(() => stop.abort(), 100);
        },
      },
    );
    expect(verdictsOf(seen)).toEqual({ cuts: "failed" });
    expect(seen.result).toMatchObject({ partial: true, exitStatus: 1, broken_off: null });
    expect(seen.events.at(-1)).toMatchObject({ type: "run_finished", partial: true });
  });

  it("while the SP starts: nothing is driven, and nothing is thrown", async () => {
    const stop = new AbortController();
    const seen = await runHostile(
      { faults: ["honest"], env: { START: "never-ready" }, timeout: 30 },
      {
        signal: stop.signal,
        on: (event) => {
          if (event.type === "phase" && event.text === "starting the SP") stop.abort();
        },
      },
    );
    expect(seen.result).toMatchObject({ partial: true, checks: [], exitStatus: 0 });
  });
});
