import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { runSmall, type Ran } from "./small/run.ts";
import { NotGiven, pause, SmallSp, type Claims, type Row } from "./small/sp.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Its accounts are a JSON file, which each sign-in reads and writes anew, in two halves and without a lock. */
class TearsFile extends SmallSp {
  readonly file: string;

  constructor() {
    super();
    const folder = mkdtempSync(join(tmpdir(), "jitterbug-torn-"));
    folders.push(folder);
    this.file = join(folder, "accounts.json");
    writeFileSync(this.file, "[]");
  }

  override async admit(claims: Claims): Promise<Row | null> {
    const row = await super.admit(claims);
    const text = JSON.stringify(this.rows);
    writeFileSync(this.file, text.slice(0, text.length / 2));
    await pause(20);
    writeFileSync(this.file, text.slice(text.length / 2), { flag: "a" });
    return row;
  }

  override list(): unknown {
    return JSON.parse(readFileSync(this.file, "utf8"));
  }
}

/** Nobody is told of accounts for a while after each sign-in, or for ever. */
class Silent extends SmallSp {
  readonly status: number;
  readonly ms: number;
  #until = 0;

  constructor(status: number, ms = Infinity) {
    super();
    this.status = status;
    this.ms = ms;
  }

  override admit(claims: Claims): Row | null | Promise<Row | null> {
    this.#until = performance.now() + this.ms;
    return super.admit(claims);
  }

  override list(query: string): unknown {
    if (performance.now() < this.#until) throw new NotGiven(this.status);
    return super.list(query);
  }
}

const expectIn = { outcome: "signed_in", accounts: { created: 1 } };
const once = { id: "once", given: { people: ["ada"] }, steps: [{ sign_in: "ada", expect: expectIn }] };
const control = { ...once, id: "control", steps: [{ sign_in: "ada", control: true, expect: expectIn }] };
const race = {
  id: "race",
  severity: "SHOULD",
  lane: "exclusive",
  given: { people: ["ada"] },
  steps: [{ sign_in: "ada", times: 10, parallel: true, expect: { outcome: ["signed_in", "refused"] } }],
};
const after = { ...once, id: "zz-after", lane: "exclusive" };

function told({ verdicts }: Ran): { readonly [id: string]: string } {
  return Object.fromEntries(
    [...verdicts].map(([id, { verdict, reason, harm }]) => [id, `${verdict} ${harm ?? ""} ${reason}`.trim()]),
  );
}

describe("accounts that a step destroys", { timeout: 120_000 }, () => {
  it("fail the check, whatever its severity, and end the run: what comes after would say nothing", async () => {
    const ran = await runSmall(new TearsFile(), { scenarios: [once, race, after] });
    expect(told(ran)).toEqual({
      once: "passed",
      race: expect.stringMatching(
        /^failed accounts_destroyed sign_in: ada .*: expected the SP's accounts to outlast it, got they could be read before, .*HTTP 500/,
      ) as unknown,
    });
    expect(ran.verdicts.get("race")?.cause).toContain("What holds the accounts was damaged");
    const { broken_off, exitStatus, partial } = ran.result;
    expect([broken_off?.code, exitStatus, partial]).toEqual(["ERR_OBSERVE", 1, true]);
    expect(broken_off?.message).toMatch(/^after race .*nobody's accounts could be read any more/);
  });

  it("are no fault of the set-up in a control either", async () => {
    const ran = await runSmall(new Silent(500), { scenarios: [control] });
    expect(told(ran)["control"]).toMatch(/^failed accounts_destroyed /);
  });

  it("are not destroyed where they can be read again soon", async () => {
    expect(told(await runSmall(new Silent(500, 1_000), { scenarios: [once] }))).toEqual({ once: "passed" });
  });

  it.each([401, 403, 302, 429])("are not destroyed where the kit is put off with %i", async (status) => {
    const ran = await runSmall(new Silent(status), { scenarios: [once] });
    expect(told(ran)["once"]).toMatch(/^misconfigured /);
  });
});
