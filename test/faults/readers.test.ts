import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DEFAULT_WAITS } from "../../harness/scenario/model/index.ts";
import { createSp } from "../../harness/sp/index.ts";
import { sessionOf, targetOf } from "../sp/support/target.ts";
import { COMMANDS } from "./drivers/exec.ts";
import type { Source } from "./drivers/source.ts";
import { FILES } from "./drivers/sqlite.ts";
import { survivors as left, watchMemory } from "./processes.ts";
import { survivors } from "./survive.ts";
import { toldOf } from "./told.ts";

const survive = survivors("hostile sources of accounts");
/** 100,000 accounts are read, and wanted. */
const BOUNDS = { cpuMs: 10_000, mebibytes: 400 };
/** Of a process that the kit starts for SQLite. */
const CHILD_MEBIBYTES = 600;

async function reads({ driver, make, end, limits }: Source): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-source-"));
  const mark = randomUUID();
  const undo = make?.(dir);
  const observe = { session: sessionOf(), accounts: [driver], settle: 0 };
  const sp = createSp({
    target: targetOf({ dir, observe, limits: { ...DEFAULT_WAITS, ...limits } }),
    variables: {},
    environment: { PATH: process.env["PATH"], JITTERBUG_TEST: mark },
  });
  const memory = watchMemory(process.pid);
  try {
    let count = -1;
    const told = await toldOf(sp.overview("ns").then(({ accounts }) => (count = accounts.length)));
    if (typeof end === "number") expect([told, count]).toEqual([null, end]);
    else expect(told ?? `${count} are read`).toMatch(end);
  } finally {
    await sp.close();
    if (typeof undo === "function") (undo as () => void)();
    rmSync(dir, { recursive: true, force: true });
  }
  expect(memory(), "mebibytes of a child's memory").toBeLessThan(CHILD_MEBIBYTES);
  await expect.poll(() => left([], mark), { timeout: 10_000 }).toEqual([]);
}

describe.runIf(process.platform === "linux")("accounts are read of", () => {
  it.each(Object.entries(COMMANDS))("a command that %s", { timeout: 120_000 }, async (_, source) => {
    await survive("commands", () => reads(source), BOUNDS);
  });

  it.each(Object.entries(FILES).filter(([, { notAsRoot }]) => notAsRoot !== true || process.getuid?.() !== 0))(
    "a SQLite file that %s",
    { timeout: 120_000 },
    async (_, source) => {
      await survive("SQLite files", () => reads(source), BOUNDS);
    },
  );
});
