import { expect, test } from "vitest";
import { freePort } from "../../../harness/ports.ts";
import { createSp } from "../../../harness/sp/index.ts";
import { startOf, targetOf } from "../support/target.ts";
import { failure, folder, json, later, serve } from "../support/world.ts";

/** An SP whose routes are `routes`, at a port of its own; it prints `says`, with `PORT` in it. */
async function started(routes: string, says: string, ready: object, own = true) {
  const [port, other] = [await freePort(), await freePort()];
  const code = `const routes = ${routes};
    require("node:http").createServer((q, s) => { s.statusCode = routes[q.url] ?? 404; s.end(); })
      .listen(${own ? other : port}, "localhost", () => console.log(${JSON.stringify(says.replaceAll("PORT", String(other)))}));`;
  const start = startOf(code, { timeout: 2, ...ready });
  const target = targetOf({ dir: folder(), file: "jitterbug.yaml", base_url: `http://localhost:${port}/app`, start });
  const sp = createSp({ target, variables: {}, environment: process.env });
  later(() => sp.close());
  return { error: await failure(sp.launch()), other };
}

const HEALTH = { ready: { request: { method: "GET", target: "/healthz" } } };
const onLinux = process.platform === "linux";

test.each(["  Local:   http://localhost:PORT/", "listening on 0.0.0.0:PORT", "- ready on [::]:PORT"])(
  "an SP that prints %j is found there",
  async (says) => {
    const { error, other } = await started('{ "/healthz": 200 }', says, HEALTH);
    expect(error.code).toBe("ERR_SP_NOT_READY");
    expect(error.message).toContain(`it answers at http://localhost:${other}, which it printed`);
    expect(error.hint).toContain(`write base_url: http://localhost:${other}/app (jitterbug.yaml)`);
    if (onLinux) expect(error.fix).toEqual({ path: ["base_url"], value: `http://localhost:${other}/app` });
  },
);

test("an address that somebody else answers at is told, and is nothing to be sure of", async () => {
  const elsewhere = await serve((_, res) => json(res, {}));
  const { error } = await started("{}", `the database is at ${elsewhere}`, HEALTH);
  expect(error.message).toContain(`it answers at ${elsewhere}`);
  expect(error.fix).toBeUndefined();
});

test("a request that is not there, where others are, is the wrong one", async () => {
  const { error } = await started('{ "/app/": 200 }', "up", HEALTH, false);
  expect(error).toMatchObject({ message: expect.stringContaining("it answers GET /"), fix: { value: "GET /" } });
});

test("so is a line that never comes", async () => {
  const { error } = await started('{ "/app/": 302 }', "up", { ready: { log: "ready" } }, false);
  expect(error.fix).toEqual({ path: ["start", "ready"], value: "GET /" });
});

test("an SP that says that it is not ready is believed", async () => {
  const { error } = await started('{ "/healthz": 503, "/app/": 200 }', "up", HEALTH, false);
  expect(error.message).toMatch(/GET \/healthz answered 503$/);
  expect(error.fix).toBeUndefined();
});
