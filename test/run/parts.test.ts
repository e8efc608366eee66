import { describe, expect, it, vi } from "vitest";
import { exitStatus, whyNothing } from "../../harness/run/exit-status.ts";
import { inParallel } from "../../harness/run/lanes.ts";
import { namespaces, randomSeed } from "../../harness/run/namespaces.ts";
import { openGate } from "../../harness/run/gate.ts";
import { Teardown } from "../../harness/run/teardown.ts";
import type { Verdict } from "../../harness/judge/verdict.ts";

describe("namespaces", () => {
  it("are eight characters that may stand in a subject, an email and a username", () => {
    const mint = namespaces("a seed");
    for (let n = 0; n < 2_000; n++) expect(mint(n)).toMatch(/^[a-z][a-z0-9]{7}$/);
  });

  it("come of the seed and their number alone, each another", () => {
    const [one, again, other] = [namespaces("one"), namespaces("one"), namespaces("two")];
    const minted = Array.from({ length: 5_000 }, (_, n) => one(n));
    expect(minted.toReversed()).toEqual(Array.from({ length: 5_000 }, (_, n) => again(4_999 - n)));
    expect(new Set(minted).size).toBe(5_000);
    expect(minted.filter((ns, n) => ns === other(n))).toEqual([]);
  });

  it("use every letter about as often", () => {
    const mint = namespaces("spread");
    const counts = new Map<string, number>();
    for (let n = 0; n < 3_600; n++)
      for (const letter of mint(n).slice(1)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    // 700 of each are expected; the deviation is about 26.
    expect([...counts.values()].filter((count) => count < 550 || count > 850)).toEqual([]);
    expect(counts.size).toBe(36);
  });

  it("a random seed can be typed, and is another every time", () => {
    expect(randomSeed()).toMatch(/^[0-9a-f]{12}$/);
    expect(randomSeed()).not.toBe(randomSeed());
  });
});

describe("the exit status", () => {
  const table: readonly (readonly [readonly Verdict[], number, number])[] = [
    [[], 2, 2],
    [["not_applicable", "not_applicable"], 2, 2],
    [["not_applicable", "unobservable"], 1, 2],
    [["warned"], 0, 0],
    [["passed", "warned", "observed", "not_applicable"], 0, 0],
    [["passed", "failed"], 1, 1],
    [["passed", "unobservable"], 1, 0],
    [["misconfigured", "passed"], 3, 3],
    [["error", "passed"], 4, 4],
    [["misconfigured", "failed", "error"], 1, 1],
    [["misconfigured", "unobservable"], 1, 3],
    [["error", "misconfigured"], 4, 4],
  ];
  it.each(table)("%j: %i, with leave for the unobservable %i", (verdicts, plain, allowed) => {
    const judged = verdicts.map((verdict) => ({ check: {}, verdict: { verdict, reason: "" } }));
    const status = (unobservable: boolean) => exitStatus(judged, { unobservable, nothing: false });
    expect([status(false), status(true)]).toEqual([plain, allowed]);
  });

  it("an unsafe value that is declared is no judgement, and fails where no unsafe value may be", () => {
    const entry = (verdict: Verdict) => ({
      check: { settled: { verdict: "warned" as const, reason: "" } },
      verdict: { verdict, reason: "" },
    });
    const without = { unobservable: false, nothing: false };
    expect(exitStatus([entry("warned")], without)).toBe(2);
    expect(exitStatus([entry("failed")], without)).toBe(1);
    expect(exitStatus([entry("warned")], { ...without, nothing: true })).toBe(0);
  });

  it("says why nothing was judged, the most frequent reason first", () => {
    const left = (reason: string) => ({ check: {}, verdict: { verdict: "not_applicable" as const, reason } });
    expect(whyNothing([left("a"), left("b"), left("b"), left("c"), left("d")])).toBe("2 × b; 1 × a; 1 × c; 1 more");
    expect(whyNothing([])).toBe("no connection of this target offers what was selected");
    expect(whyNothing([left("a"), { check: {}, verdict: { verdict: "passed", reason: "" } }])).toBeNull();
  });
});

describe("lanes", () => {
  /** Work that ends when it is told to. */
  function gate() {
    const waiting: (() => void)[] = [];
    return {
      pass: () => new Promise<void>((resolve) => waiting.push(resolve)),
      open: () => waiting.shift()?.(),
      get waiting() {
        return waiting.length;
      },
    };
  }

  it("hold as many at a time as there are jobs, in the order of the items", async () => {
    const { pass, open, ...door } = gate();
    void door;
    const begun: number[] = [];
    const all = inParallel(
      [1, 2, 3, 4, 5],
      2,
      () => false,
      async (item) => {
        begun.push(item);
        await pass();
      },
    );
    expect(begun).toEqual([1, 2]);
    open();
    await vi.waitFor(() => expect(begun).toEqual([1, 2, 3]), { timeout: 60_000 });
    for (let left = 0; left < 4; left++) {
      open();
      await vi.waitFor(() => expect(begun.length).toBeGreaterThanOrEqual(Math.min(5, 4 + left)));
    }
    await all;
    expect(begun).toEqual([1, 2, 3, 4, 5]);
  });

  it("begin nothing more once they are stopped, and end what was begun", async () => {
    const done: number[] = [];
    let stopped = false;
    await inParallel(
      [1, 2, 3, 4],
      2,
      () => stopped,
      async (item) => {
        stopped = true;
        await Promise.resolve();
        done.push(item);
      },
    );
    expect(done).toEqual([1]);
  });

  it("throw the first error only when all that was begun has ended", async () => {
    const done: number[] = [];
    const all = inParallel(
      [1, 2, 3],
      3,
      () => false,
      async (item) => {
        if (item === 1) throw new Error("one");
        await new Promise((resolve) => setImmediate(resolve));
        done.push(item);
      },
    );
    await expect(all).rejects.toThrow("one");
    expect(done).toEqual([2, 3]);
  });

  it("do nothing for nothing", async () => {
    await inParallel(
      [],
      4,
      () => false,
      () => Promise.reject(new Error("never")),
    );
  });
});

describe("the gate of sign-ins", () => {
  it("without a limit lets everybody through at once", async () => {
    const { turn } = openGate({});
    await Promise.all(Array.from({ length: 1_000 }, () => turn()));
  });

  it("spreads the sign-ins of a minute evenly, however many ask at once", async () => {
    vi.useFakeTimers();
    try {
      const { turn } = openGate({ sign_ins_per_minute: 60 });
      let through = 0;
      for (let n = 0; n < 4; n++) void turn().then(() => through++);
      const seen: number[] = [];
      for (let second = 0; second < 4; second++) {
        await vi.advanceTimersByTimeAsync(second === 0 ? 0 : 1_000);
        seen.push(through);
      }
      expect(seen).toEqual([1, 2, 3, 4]);
      // What was not used is not saved up.
      await vi.advanceTimersByTimeAsync(10_000);
      for (let n = 0; n < 3; n++) void turn().then(() => through++);
      await vi.advanceTimersByTimeAsync(0);
      expect(through).toBe(5);
    } finally {
      vi.useRealTimers();
    }
  });

  it("lets so many be under way at once, in their order, and several who go together at once", async () => {
    const { turn } = openGate({ in_flight: 2 });
    const [first, second] = [await turn(), await turn()];
    const order: string[] = [];
    const both = turn(2).then((leave) => (order.push("both"), leave));
    const last = turn().then((leave) => (order.push("last"), leave));
    first();
    await Promise.resolve();
    expect(order).toEqual([]);
    second();
    (await both)();
    (await last)();
    expect(order).toEqual(["both", "last"]);
    // More than that are as many as there may be.
    (await turn(10))();
  });

  it("begins nothing while the SP takes no more, also for those who wait already; a stop ends every wait", async () => {
    const stop = new AbortController();
    const { turn, hold } = openGate({ signal: stop.signal });
    hold(60_000);
    let begun = false;
    const waiting = turn().then(() => (begun = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(begun).toBe(false);
    stop.abort();
    await waiting;
  });
});

describe("tear-down", () => {
  it("runs in reverse, once, and each task although another fails", async () => {
    const ended: string[] = [];
    const teardown = new Teardown();
    teardown.add(() => void ended.push("first"));
    teardown.add(() => Promise.reject(new Error("second would not")));
    teardown.add(async () => {
      await Promise.resolve();
      ended.push("third");
    });
    expect(await teardown.run()).toEqual([new Error("second would not")]);
    expect(await teardown.run()).toEqual([]);
    expect(ended).toEqual(["third", "first"]);
  });

  it("ends at once what a set-up that was left behind registers afterwards", async () => {
    const ended: string[] = [];
    const teardown = new Teardown();
    await teardown.run();
    teardown.add(() => void ended.push("late"));
    expect(ended).toEqual(["late"]);
  });
});
