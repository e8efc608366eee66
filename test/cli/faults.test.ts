import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { golden, jitterbug } from "./command-line.ts";

it("lint tells every fault of every file", async () => {
  const ended = await jitterbug(["lint", "faults"]);
  expect(ended.status).toBe(2);
  await expect(golden(ended)).toMatchFileSnapshot("golden/lint-faults.txt");
});

it("lint says in one line that all is well", async () => {
  await expect(golden(await jitterbug(["lint", "scenarios", "silent"]))).toMatchFileSnapshot("golden/lint-well.txt");
});

it("run starts nothing where a file is faulty", async () => {
  const ended = await jitterbug(["run", "--target", "faults/jitterbug.yaml", "scenarios"]);
  expect(ended.status).toBe(2);
  await expect(golden(ended)).toMatchFileSnapshot("golden/run-faults.txt");
});

it.each(["run", "doctor"])("%s: the SP does not answer", async (command) => {
  const ended = await jitterbug([command, "--ephemeral-keys", ...(command === "run" ? ["../scenarios"] : [])], {
    folder: "silent",
  });
  expect(ended.status).toBe(3);
  await expect(golden(ended)).toMatchFileSnapshot(`golden/${command}-silent.txt`);
});

it("run: the SP exits at start, and its last output is shown without its escape sequences", async () => {
  const ended = await jitterbug(["run", "--ephemeral-keys", "../scenarios"], { folder: "exits" });
  expect(ended.status).toBe(3);
  await expect(golden(ended)).toMatchFileSnapshot("golden/run-exits.txt");
});

it("run: a port that the target fixes is taken, and the holder is named", async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = holder.address() as AddressInfo;
    const options = { folder: "taken", env: { TAKEN_PORT: String(port) } };
    const ended = await jitterbug(["run", "--ephemeral-keys", "../scenarios"], options);
    expect(ended.status).toBe(3);
    expect(ended.stderr).toContain(String(process.pid));
    await expect(golden(ended).replaceAll(String(process.pid), "PID")).toMatchFileSnapshot("golden/run-taken.txt");
  } finally {
    await new Promise((resolve) => holder.close(resolve));
  }
});
