import { createServer } from "node:net";
import { expect, test } from "vitest";
import { freePort, heldBy, isPortTaken, portHolder } from "../../harness/ports.ts";
import { later } from "./support/world.ts";

test.each(["127.0.0.1", "localhost"])("a port of %s is free, then taken, and its holder is known", async (host) => {
  const port = await freePort();
  expect(await isPortTaken([host], port)).toBe(false);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  later(() => new Promise((resolve) => server.close(resolve)));
  expect(await isPortTaken(["127.0.0.1", "::1"], port)).toBe(true);
  expect(await portHolder(port)).toMatchObject({ pid: process.pid });
  expect(await heldBy(port)).toContain(`, held by process ${process.pid} (`);
});

test("a free port is none that a system gives away by itself", async () => {
  const ports = await Promise.all(Array.from({ length: 20 }, () => freePort()));
  expect(Math.max(...ports)).toBeLessThan(32_768);
});
