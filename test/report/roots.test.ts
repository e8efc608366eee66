import { describe, expect, it } from "vitest";
import type { Sign } from "../../harness/scenario/model/index.ts";
import { createListReporter } from "../../harness/report/index.ts";
import { createStyle } from "../../harness/report/list/style.ts";
import { rootLines } from "../../harness/report/list/roots.ts";
import type { CheckFinished } from "../../harness/report/collector.ts";
import { wholeRun } from "./events.ts";

const SIGN: Sign = "second_account_at_each_sign_in";
const style = createStyle(false);

/** The failed check of a run, under another name. */
function failed(name: string, root: readonly Sign[], signs: readonly Sign[] = [SIGN]): CheckFinished {
  const event = wholeRun().find((one) => one.type === "check_finished" && one.verdict.verdict === "failed");
  if (event?.type !== "check_finished") throw new Error("no check failed");
  const { check, verdict } = event;
  const scenario = { ...check.scenario, root };
  return { ...event, check: { ...check, id: name, name, scenario }, verdict: { ...verdict, signs } };
}

describe("the end of a run", () => {
  it("tells a root once, with what was seen, its cause, and who follows from it", () => {
    const lines = rootLines(
      [failed("first", []), failed("rep-same", [SIGN]), failed("other", [], ["broken"])],
      100,
      style,
    );
    expect(lines).toEqual([
      "  one cause, several checks",
      "  ✗ rep-same",
      "      seen: somebody who has an account got another one by signing in again",
      "      likely cause: The account is looked up by email.",
      "      fix: Look it up by (issuer, subject).",
      "      from it follows first",
      "",
    ]);
  });

  it("tells what several rows of a check say once, and many followers by their ids", () => {
    const row = (name: string) => {
      const event = failed(`mail-change ${name}`, [SIGN]);
      return { ...event, check: { ...event.check, id: "mail-change", connection: name } };
    };
    const followers = ["a", "b"].flatMap((at) =>
      ["one", "two", "three", "four"].map((id) => {
        const event = failed(`${id} ${at}`, []);
        return { ...event, check: { ...event.check, id, connection: at } };
      }),
    );
    const lines = rootLines([row("a"), row("b"), ...followers], 100, style);
    expect(lines.filter((line) => line.includes("likely cause"))).toHaveLength(1);
    expect(lines.join("\n")).toMatch(/from it follow one \(2 checks\), two \(2 checks\), three \(2 checks\),\s+four/);
    expect(lines).toContain("      the same of mail-change b");
  });

  it("says nothing where each stands for itself", () => {
    expect(rootLines([failed("first", []), failed("second", [], ["broken"])], 100, style)).toEqual([]);
  });
});

it("while it runs, a check that follows from one that was told names it in place of a cause", async () => {
  let text = "";
  const output = { write: (more: string) => void (text += more), isTTY: false, colors: false, columns: 100 };
  const list = createListReporter({ output, reports: [] });
  for (const event of [failed("rep-same", [SIGN]), failed("later", [])]) await list.on(event);
  expect(text.match(/likely cause/g)).toHaveLength(1);
  expect(text).toContain("follows from  rep-same");
});
