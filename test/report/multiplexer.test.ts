import { describe, expect, it } from "vitest";
import type { Reporter, RunEvent } from "../../harness/report/events.ts";
import { createMultiplexer } from "../../harness/report/multiplexer.ts";
import { wholeRun } from "./events.ts";

function listener(name: string): Reporter & { readonly heard: RunEvent[] } {
  const heard: RunEvent[] = [];
  return { name, heard, on: (event) => void heard.push(event) };
}

describe("multiplexer", () => {
  it("leaves out a reporter that throws, tells the others once, and loses nothing else", async () => {
    const before = listener("before");
    const after = listener("after");
    let calls = 0;
    const broken: Reporter = {
      name: "broken",
      on() {
        calls += 1;
        throw new Error("disk full");
      },
    };
    const all = createMultiplexer([before, broken, after]);
    for (const event of wholeRun()) await all.emit(event);
    expect(calls).toBe(1);
    for (const { heard } of [before, after]) {
      expect(heard.filter(({ type }) => type === "check_finished")).toHaveLength(8);
      const warnings = heard.flatMap((event) => (event.type === "warning" ? [event.text] : []));
      expect(warnings.filter((text) => text.includes("disk full"))).toHaveLength(1);
    }
  });

  it("keeps the order of events also where a reporter is slow", async () => {
    const slow: RunEvent[] = [];
    const all = createMultiplexer([
      {
        name: "slow",
        async on(event) {
          await new Promise((resolve) => setImmediate(resolve));
          slow.push(event);
        },
      },
    ]);
    await Promise.all(wholeRun().map((event) => all.emit(event)));
    expect(slow).toEqual(wholeRun());
  });
});
