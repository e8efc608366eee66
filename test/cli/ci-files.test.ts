import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { ReportDocument } from "../../harness/report/document.ts";
import { Ground, HOSTILE } from "../faults/kit.ts";

const ROOT = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");

interface Step {
  readonly id?: string;
  readonly run?: string;
  readonly uses?: string;
}
interface Action {
  readonly inputs: { readonly [name: string]: { readonly default: string } };
  readonly runs: { readonly steps: readonly (Step & { readonly env: { readonly [name: string]: string } })[] };
}

const action = parse(read("action.yml")) as Action;
const [step] = action.runs.steps;

describe("action.yml", () => {
  let dir = "";
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), "jitterbug-action-"));
    mkdirSync(join(dir, "node_modules/.bin"), { recursive: true });
    symlinkSync(join(ROOT, "harness/bin/jitterbug.js"), join(dir, "node_modules/.bin/jitterbug"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** As the runner does: bash, the inputs in the variables that the action names. */
  function act(inputs: { readonly [name: string]: string }) {
    const output = join(dir, "output");
    writeFileSync(output, "");
    const values = Object.entries(step?.env ?? {}).map(([name, expression]) => {
      const [, input = ""] = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression) ?? [];
      return [name, inputs[input] ?? action.inputs[input]?.default];
    });
    const env = {
      PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
      HOME: dir,
      GITHUB_OUTPUT: output,
      ...Object.fromEntries(values),
    };
    const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", step?.run ?? ""];
    const { status, stdout, stderr } = spawnSync("bash", args, { cwd: dir, env, encoding: "utf8" });
    return { status, told: stdout + stderr, outputs: readFileSync(output, "utf8") };
  }

  test("no input stands in the script, and every input is handed over", () => {
    expect(step?.run).not.toContain("${{");
    const handed = Object.values(step?.env ?? {}).map((expression) => /inputs\.([\w-]+)/.exec(expression)?.[1]);
    expect(new Set([...handed, "working-directory"])).toEqual(new Set(Object.keys(action.inputs)));
  });

  test("judges, ends as the kit does, and tells the report; shards are judged by merge", { timeout: 600_000 }, () => {
    using ground = new Ground({ faults: ["honest", "creates-then-500"] });
    cpSync(join(ground.dir, "jitterbug.yaml"), join(dir, "jitterbug.yaml"));
    const whole = act({ args: `${HOSTILE}\n` });
    expect(whole).toMatchObject({ status: 1, outputs: "status=1\njson=reports/jitterbug.json\n" });
    const shard = act({ args: HOSTILE, shard: "1/1" });
    expect(shard).toMatchObject({ status: 0, outputs: "status=1\njson=\n" });
    const merged = act({ merge: "runs/*.jsonl", reports: "merged" });
    expect(merged).toMatchObject({ status: 1, outputs: "status=1\njson=merged/jitterbug.json\n" });
    const verdicts = (folder: string) =>
      (JSON.parse(readFileSync(join(dir, folder, "jitterbug.json"), "utf8")) as ReportDocument).checks.map(
        ({ name, verdict }) => `${name}: ${verdict}`,
      );
    expect(verdicts("merged")).toEqual(verdicts("reports"));
  });

  test("what somebody writes into an input is a word, and is not run", () => {
    const { status, told } = act({ target: '$(touch owned); "; touch owned', args: "--id\n`touch owned`" });
    expect(status).toBe(2);
    expect(told).toContain("touch owned");
    expect(() => readFileSync(join(dir, "owned"))).toThrow("ENOENT");
  });
});

/** The words of the kit that a file has a machine say. */
function kitLines(text: string): readonly string[] {
  return [...text.matchAll(/npx jitterbug ([^|\n]+)/g)].map(([, words = ""]) => words.trim());
}

describe("ready files", () => {
  test.each(["ci/github-matrix.yml", "ci/gitlab.yml", "ci/kubernetes-job.yaml"])(
    "%s says what the kit takes",
    (file) => {
      const lines = kitLines(read(file));
      expect(lines.some((line) => line.startsWith("run --shard"))).toBe(true);
      const known = read("docs/reference/command-line.md");
      for (const [flag] of lines.join(" ").matchAll(/--[a-z-]+/g)) expect(known).toContain(flag);
    },
  );

  test("their actions are pinned to the commits that this repository's own CI uses, with the version beside it", () => {
    const pins = (text: string) => [...text.matchAll(/uses: (\S+ # v\S+)/g)].map(([, pin = ""]) => pin);
    const own = pins(read(".github/workflows/ci.yml"));
    const theirs = pins(read("ci/github-matrix.yml"));
    expect(theirs.length).toBe(read("ci/github-matrix.yml").match(/uses:/g)?.length);
    for (const pin of theirs) expect(own).toContain(pin);
  });

  test("the indices of a Kubernetes Job are shards, beginning with 1", () => {
    const job = parse(read("ci/kubernetes-job.yaml")) as {
      readonly spec: {
        readonly completions: number;
        readonly template: {
          readonly spec: {
            readonly containers: readonly {
              readonly command: readonly string[];
              readonly env: readonly { readonly value: string }[];
            }[];
          };
        };
      };
    };
    const [container] = job.spec.template.spec.containers;
    const [sh = "", ...words] = container?.command ?? [];
    expect(container?.env[0]?.value).toBe(String(job.spec.completions));
    const dir = mkdtempSync(join(tmpdir(), "jitterbug-job-"));
    try {
      writeFileSync(join(dir, "npx"), '#!/bin/sh\necho "$@"\nexit ${ENDS:-0}\n', { mode: 0o755 });
      const say = (index: string, ends = "0") => {
        const PATH = `${dir}:${process.env["PATH"]}`;
        return spawnSync(sh, words, {
          env: { PATH, JOB_COMPLETION_INDEX: index, SHARDS: "2", ENDS: ends },
          encoding: "utf8",
        });
      };
      expect(say("0").stdout).toBe("jitterbug run --shard 1/2 --save /runs/0.jsonl\n");
      expect(say("1").stdout).toBe("jitterbug run --shard 2/2 --save /runs/1.jsonl\n");
      expect([say("0", "1").status, say("0", "3").status]).toEqual([0, 1]);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  test("the hook of pre-commit lints what it is given", () => {
    const [hook] = parse(read(".pre-commit-hooks.yaml")) as readonly {
      readonly entry: string;
      readonly files: string;
    }[];
    const { bin } = JSON.parse(read("package.json")) as { readonly bin: object };
    const [program = "", ...words] = hook?.entry.split(" ") ?? [];
    expect(Object.keys(bin)).toContain(program);
    const files = new RegExp(hook?.files ?? "");
    expect(
      ["jitterbug.yaml", "test/jitterbug.staging.yml", "jitterbug.baseline.yaml"].every((file) => files.test(file)),
    ).toBe(true);
    expect(["jitterbug.ts", "docs/other.yaml"].some((file) => files.test(file))).toBe(false);
    using ground = new Ground({ faults: ["honest"] });
    writeFileSync(join(ground.dir, "jitterbug.bad.yaml"), "target: x\nconections: {}\n");
    const lint = (file: string) =>
      spawnSync(process.execPath, [join(ROOT, "harness/bin/jitterbug.js"), ...words, file], {
        cwd: ground.dir,
        encoding: "utf8",
      });
    expect(lint("jitterbug.yaml").status).toBe(0);
    expect(lint("jitterbug.bad.yaml")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("connections") as string,
    });
  });
});
