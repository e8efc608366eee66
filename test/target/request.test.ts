import { expect, test } from "vitest";
import { KitClient } from "../../harness/target/request.ts";
import { json, serve } from "./support/world.ts";

test("the kit's own requests find a name where they were told, and guard it by where it leads", async () => {
  const address = new URL(await serve((req, res) => json(res, { host: req.headers.host })));
  const { port } = address;
  const client = new KitClient({
    allowRemote: ["allowed.test"],
    resolve: new Map([
      [`sp.test:${port}`, "127.0.0.1"],
      [`far.test:${port}`, "192.0.2.1"],
    ]),
  });
  const get = (url: string) => client.send({ method: "GET", url, timeoutMs: 2_000 });
  expect((await get(`http://SP.test:${port}/`)).body).toBe(JSON.stringify({ host: `sp.test:${port}` }));
  await expect(get(`http://far.test:${port}/`)).rejects.toMatchObject({ code: "ERR_REMOTE_HOST" });
  await expect(get("http://sp.test:1/")).rejects.toMatchObject({ code: "ERR_REMOTE_HOST" });
});
