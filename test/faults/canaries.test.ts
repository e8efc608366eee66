import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { findChromium } from "../../harness/agent/chromium/index.ts";
import { REPORT_KINDS } from "../../harness/report/index.ts";
import { Kit } from "./kit.ts";
import { CANARIES, TARGET } from "./leaky/target.ts";
import { unpackedPage } from "../report/unpacked.ts";

/** What else of the command line says something, or writes it. */
const OTHERS: readonly (readonly string[])[] = [
  ["doctor"],
  ["doctor", "--setup"],
  ["doctor", "--fix"],
  ["idp", "--print"],
  ["idp", "--print", "--json"],
  ["idp", "--print", "--metadata", "out/metadata"],
  ["lint"],
  ["list"],
  ["list", "--json"],
  ["explain", "first-create"],
  ["schema", "target"],
  ["run", "--id", "link-never", "--declare", "--strict-policy", "--report", "json=/dev/stdout"],
  ["run", "--id", "no-such-check"],
  ["run", "--target", "wrong.yaml"],
  ["lint", "wrong.yaml"],
  `init --target out/made.yaml --no-doctor --url http://localhost:3999 --start none --protocol oidc`
    .split(" ")
    .concat([
      "--sign-in=GET /sign-in",
      "--session=GET /me",
      "--redirect-uri=http://localhost:3999/callback",
      "--query=select id, email from users",
      `--accounts=postgres://app:${CANARIES.DB_PASSWORD}@localhost/app`,
    ]),
];

/** Nothing of a file that is wrong is known to be secret, and its lines are shown. */
const WRONG = TARGET.replace("sign_in: GET /sign-in", "sign_in: 7")
  .replace('"${CLIENT_SECRET}"\n    redirect', `${CANARIES.CLIENT_SECRET} {{prot}}\n    redirect`)
  .replace("${DB_PASSWORD}", `${CANARIES.DB_PASSWORD}{{prot}}`)
  .replace("key=${API_KEY}", `key=${CANARIES.API_KEY}{{prot}}`)
  .replace("Bearer ${ADMIN_TOKEN}", `Bearer ${CANARIES.ADMIN_TOKEN}{{prot}}`)
  .replace(CANARIES.LITERAL, `[${CANARIES.LITERAL}]`);

const PLACES = ["", "refusal", "ring", "crash", "accounts", "start"];

/** Every kind of report, and what is judged again. */
const REPORTS = Object.keys(REPORT_KINDS).map((kind) => ["--report", `${kind}=out/report.${kind}`]);
const WRITTEN = [...REPORTS.flat(), "--save", "out/run.jsonl"];
const CHECKS = ["--id", "first-create", "--id", "rep-same"];

/** The terminal at its two depths, all that a run can write, and the same judged again. */
const RUNS: readonly (readonly string[])[] = [
  ["run", ...CHECKS, ...WRITTEN, "--trace"],
  ["judge", "out/run.jsonl"],
  ["doctor", "--json"],
];

test.each(PLACES)("no secret leaves where the SP tells all (%j)", { timeout: 240_000 }, async (leaks) => {
  const ground = new Leaky(leaks);
  await ground.all([...RUNS, ...(leaks === "" ? [["run", ...CHECKS, "--jobs", "1"], ...OTHERS] : [])]);
  const secrets = ground.secrets();
  if (leaks !== "start" && leaks !== "accounts") expect(secrets.length).toBeGreaterThan(10);
  expect(ground.told(secrets)).toEqual([]);
  if (leaks === "")
    expect(ground.names()).toEqual(
      expect.arrayContaining([...Object.keys(REPORT_KINDS).map((kind) => `report.${kind}`), "run.jsonl", "made.yaml"]),
    );
  expect(ground.openToOthers()).toEqual([]);
});

/** With CI set a missing browser is a failure. */
const here = findChromium(process.env["JITTERBUG_CHROMIUM"]) !== null || process.env["CI"] !== undefined;

describe.skipIf(!here)(here ? "Chromium" : "Chromium [SKIPPED: apt-get install chromium]", () => {
  test.each(["", "refusal"])(
    "no secret leaves with pictures, and no profile stays (%j)",
    { timeout: 240_000 },
    async (leaks) => {
      const ground = new Leaky(leaks);
      const more = ["--agent", "chromium", "--screenshots", "out/pictures", "--trace"];
      await ground.all([["run", "--id", "first-create", ...WRITTEN, ...more]]);
      const secrets = ground.secrets();
      expect(secrets.length).toBeGreaterThan(10);
      expect(ground.told(secrets)).toEqual([]);
      expect(ground.names().filter((name) => name.endsWith(".png")).length).toBeGreaterThan(0);
      expect(ground.openToOthers()).toEqual([]);
      expect(ground.left()).toEqual([]);
    },
  );
});

/** A folder with the leaky SP's target file, in which commands are run; its temporary files and its home are its own. */
class Leaky {
  readonly #dir = mkdtempSync(join(tmpdir(), "jitterbug-canary-"));
  readonly #seen = join(this.#dir, ".seen");
  readonly #leaks: string;
  readonly #printed: string[] = [];

  constructor(leaks: string) {
    this.#leaks = leaks;
    onTestFinished(() => rmSync(this.#dir, { recursive: true, force: true }));
    writeFileSync(join(this.#dir, "jitterbug.yaml"), TARGET);
    writeFileSync(join(this.#dir, "wrong.yaml"), WRONG);
    writeFileSync(this.#seen, "");
    for (const name of ["tmp", "home"]) mkdirSync(join(this.#dir, name));
  }

  async all(commands: readonly (readonly string[])[]): Promise<void> {
    const { LITERAL: _, ...set } = CANARIES;
    const env = {
      ...set,
      SEEN: this.#seen,
      LEAKS: this.#leaks,
      JITTERBUG_DEBUG: this.#leaks === "" ? "" : "1",
      TMPDIR: join(this.#dir, "tmp"),
      HOME: join(this.#dir, "home"),
    };
    for (const command of commands) {
      const { status, stdout, stderr } = await new Kit(this.#dir, command, env).ended;
      expect(status, `${command.join(" ")}: ${stderr}`).not.toBeNull();
      this.#printed.push(stdout, stderr);
    }
  }

  /** What the target file holds, and what came up on the way. */
  secrets(): readonly string[] {
    const seen = readFileSync(this.#seen, "utf8").trim().split("\n");
    return [...Object.values(CANARIES), ...seen].filter((one) => one !== "");
  }

  /** Where secrets stand in what was printed or written: in names of files, too, and in bytes of whatever kind. */
  told(secrets: readonly string[]): readonly string[] {
    const files = this.#files();
    const told = [...this.#printed, ...files, ...files.map((path) => unpackedPage(readFileSync(path, "latin1")))];
    // Something was said of it all the same.
    expect(told.join("").length).toBeGreaterThan(200);
    return secrets.flatMap((secret) => told.flatMap((text) => around(text, secret)));
  }

  names(): readonly string[] {
    return this.#files().map((path) => basename(path));
  }

  /** What whoever else is on this machine may read of it. */
  openToOthers(): readonly string[] {
    const own = this.#files().filter((path) => /\/out\/(?!made)|\.jitterbug\//.test(path));
    return own.filter((path) => (statSync(path).mode & 0o077) !== 0);
  }

  /** What stays of temporary files. */
  left(): readonly string[] {
    return readdirSync(join(this.#dir, "tmp"), { recursive: true, encoding: "utf8" });
  }

  #files(): readonly string[] {
    const given = [this.#seen, join(this.#dir, "jitterbug.yaml"), join(this.#dir, "wrong.yaml")];
    return filesBelow(this.#dir).filter((path) => !given.includes(path) && !path.endsWith(".secret"));
  }
}

/** Where it stands, for whoever has to mend it. */
function around(text: string, secret: string): readonly string[] {
  const at = text.indexOf(secret);
  return at < 0 ? [] : [text.slice(Math.max(0, at - 200), at + secret.length + 40)];
}

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile());
}
