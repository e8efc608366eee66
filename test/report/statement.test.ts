import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { marked } from "marked";
import { parse } from "parse5";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunEvent } from "../../harness/report/events.ts";
import { REPORT_KINDS } from "../../harness/report/index.ts";
import { HOSTILE, wholeRun } from "./events.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "jitterbug-statement-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function written(file: string, events: readonly RunEvent[]): Promise<string> {
  const reporter = REPORT_KINDS["statement"]?.({ path: join(folder, file), version: "1.2.3" });
  for (const event of events) await reporter?.on(event);
  return readFile(join(folder, file), "utf8");
}

/** The part under one heading. */
function under(heading: string, text: string): string {
  const [, part = ""] = text.split(`## ${heading}\n`);
  return part.split("\n## ")[0] ?? "";
}

describe("a statement", () => {
  it("tells what held, what went wrong and what nobody saw, each in its own part", async () => {
    const text = await written("a.md", wholeRun());
    expect(text).toContain("Tested on 2023-11-14 with jitterbug 1.2.3");
    expect(under("What was tested and held", text)).toContain("check-passed");
    expect(under("What was tested and held", text)).not.toMatch(/check-(?!passed)/);
    expect(under("What went wrong", text)).toContain("check-failed");
    expect(under("What went wrong", text)).not.toContain("check-passed");
    const unseen = under("What was not looked at, or not seen", text);
    for (const id of ["check-unobservable", "check-misconfigured", "check-error", "check-not"])
      expect(unseen).toContain(id);
  });

  it("counts a known failure as one: who reads it has agreed to nothing", async () => {
    const known = { reason: "waits for the next release", expires: "2027-02-28", place: "b.yaml:1:1" };
    const events = wholeRun().map((event) =>
      event.type === "check_finished" && event.verdict.verdict === "failed"
        ? { ...event, verdict: { ...event.verdict, known } }
        : event,
    );
    const text = await written("a.md", events);
    expect(under("What went wrong", text)).toContain("waits for the next release");
    expect(text).not.toContain("No check went wrong.");
  });

  it("counts what went wrong without being driven", async () => {
    const settled = { verdict: "failed", reason: "no one policy fits" } as const;
    const events = wholeRun().flatMap((event): readonly RunEvent[] => {
      if (event.type !== "check_finished" || event.verdict.verdict === "passed") return [event];
      return event.verdict.verdict === "failed" ? [{ ...event, check: { ...event.check, settled } }] : [];
    });
    const text = await written("a.md", events);
    expect(under("What went wrong", text)).toContain("check-failed");
    expect(text).not.toContain("No check went wrong.");
  });

  it("says that nothing was tested where nothing was, and never that all is well", async () => {
    const text = await written("a.md", [{ type: "run_finished", at: 2, duration_ms: 1, partial: true }]);
    expect(text).toContain("Nothing was tested.");
    expect(text).not.toContain("No check went wrong.");
    const none = wholeRun().filter(({ type }) => type !== "check_finished" && type !== "policy");
    expect(await written("b.md", none)).toContain("Nothing was tested.");
  });

  it("says what signing in alone does not do, and of what is there for it only what was looked at", async () => {
    const beyond = "What signing in alone does not do";
    const part = under(beyond, await written("a.md", wholeRun()));
    expect(part).toContain("until somebody or something else takes it away");
    for (const what of ["stays signed in whose person was put out", "can push accounts", "can be found"])
      expect(part.split("\n").find((line) => line.includes(what))).toContain("was not looked at");
    const place = { file: "a.yaml", line: 1, column: 1 };
    const all = [{ kind: "accounts", last_sign_in: ["bobs", "adas"], place }] as const;
    const looking = wholeRun().map((event) =>
      event.type === "check_finished" && event.verdict.verdict === "passed"
        ? {
            ...event,
            check: {
              ...event.check,
              scenario: {
                ...event.check.scenario,
                steps: [
                  {
                    kind: "look",
                    browser: "b",
                    control: false,
                    applies: false,
                    place,
                    expect: { all, one_of: [], place },
                  },
                ],
              },
            },
          }
        : event,
    );
    const seen = under(beyond, await written("b.md", looking as readonly RunEvent[]));
    expect(seen).toContain("can be found: each shows when it was last signed in to");
    const none = wholeRun().filter(({ type }) => type !== "check_finished" && type !== "policy");
    expect(await written("c.md", none)).not.toContain(beyond);
  });

  it("is a page of its own where the file is called so, and no text of an SP is markup in either", async () => {
    const page = await written("a.html", wholeRun());
    const markdown = await written("a.md", wholeRun());
    for (const html of [page, await marked.parse(markdown)]) {
      expect(html).not.toContain(HOSTILE);
      expect(tagsOf(html)).not.toContain("script");
      expect(tagsOf(html)).toContain("table");
    }
    expect(page).toContain("Content-Security-Policy");
  });
});

function tagsOf(html: string): readonly string[] {
  const tags: string[] = [];
  const walk = (node: { readonly nodeName: string; readonly childNodes?: readonly unknown[] }): void => {
    tags.push(node.nodeName);
    for (const child of node.childNodes ?? []) walk(child as typeof node);
  };
  walk(parse(html));
  return tags;
}
