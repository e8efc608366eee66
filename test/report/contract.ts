import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { Reporter, RunEvent } from "../../harness/report/events.ts";
import { HOSTILE, SECRET, wholeRun } from "./events.ts";

export interface ReporterUnderTest {
  readonly reporter: Reporter;
  /** What it has written so far, whole. */
  readonly text: () => Promise<string>;
}

/** What every reporter owes, whatever its form. */
export function reporterContract(
  name: string,
  create: () => Promise<ReporterUnderTest>,
  {
    troublesOnly = false,
    forOthers = false,
  }: {
    /** It tells of what went wrong alone. */
    readonly troublesOnly?: boolean;
    /** It is for people who have no scenarios, and so names no place in one. */
    readonly forOthers?: boolean;
  } = {},
): void {
  const told = async (events: readonly RunEvent[]): Promise<string> => {
    const { reporter, text } = await create();
    for (const event of events) await reporter.on(event);
    return text();
  };

  describe(`reporter contract: ${name}`, () => {
    it("names every check of the run", async () => {
      const text = await told(wholeRun());
      for (const event of wholeRun()) {
        if (event.type !== "check_finished") continue;
        const isQuiet = ["passed", "observed", "not_applicable"].includes(event.verdict.verdict);
        if (!troublesOnly || !isQuiet) expect(text).toContain(event.check.id);
      }
    });

    it("tells why a check failed, what was expected, the cause and the fix", async () => {
      const text = await told(wholeRun());
      expect(text).toContain("created 0");
      expect(text).toContain("The account is looked up by email.");
      expect(text.replace(/\\(?=[()])/g, "")).toContain("Look it up by (issuer, subject).");
      if (forOthers) expect(text).not.toContain("a.yaml");
      else expect(text).toContain("a.yaml:22:7");
    });

    it("lets no control character through", async () => {
      const text = await told(wholeRun());
      // oxlint-disable-next-line no-control-regex
      expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      expect(text).not.toContain(HOSTILE);
    });

    it("writes no cookie, token or secret", async () => {
      expect(await told(wholeRun())).not.toContain(SECRET);
    });

    it("writes a partial run, and tells that it is one", async () => {
      const text = await told(wholeRun(true));
      expect(text).toContain(troublesOnly ? "check-failed" : "check-passed");
      expect(text).not.toContain("check-error");
      expect(text).toMatch(/partial|Stopped early/);
    });

    it("writes a run that ended before there was a plan", async () => {
      const text = await told([{ type: "run_finished", at: 2, duration_ms: 1, partial: true }]);
      expect(text.trim()).not.toBe("");
    });

    it("holds nothing of what was seen of a check once it was told of it", async () => {
      const { reporter } = await create();
      const held = await toldButForItsEnd(reporter);
      expect(held).not.toEqual([]);
      await new Promise((resolve) => setImmediate(resolve));
      collectGarbage();
      expect(held.map((one) => one.deref())).toEqual(held.map(() => undefined));
    });

    it("says the same of the same run", async () => {
      expect(await told(wholeRun())).toBe(await told(wholeRun()));
    });
  });
}

/** What was seen of the checks, once nobody but the reporter may hold it. */
async function toldButForItsEnd(reporter: Reporter): Promise<readonly WeakRef<object>[]> {
  const held: WeakRef<object>[] = [];
  for (const event of wholeRun().slice(0, -1)) {
    if (event.type === "check_finished") held.push(new WeakRef(event.observation));
    await reporter.on(event);
  }
  return held;
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc()");
}
