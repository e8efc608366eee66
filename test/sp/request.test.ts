import { expect, test } from "vitest";
import { KitClient } from "../../harness/sp/request.ts";
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

const NAME = '{"name":"Ада Ländler"}';
const CYRILLIC = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xc0, 0xe4, 0xe0]), Buffer.from('"}')]);

test.each([
  ["UTF-8 by default", "application/json", Buffer.from(NAME), NAME],
  ["UTF-8 with a byte order mark", "application/json", Buffer.from(`\uFEFF${NAME}`), NAME],
  [
    "Latin-1",
    "application/json; charset=ISO-8859-1",
    Buffer.from('{"name":"Ländler"}', "latin1"),
    '{"name":"Ländler"}',
  ],
  ["UTF-16, told", 'application/json; charset="utf-16le"', Buffer.from(NAME, "utf16le"), NAME],
  ["UTF-16, by its mark", "application/json", Buffer.from(`\uFEFF${NAME}`, "utf16le"), NAME],
  ["windows-1251", "application/json;charset=windows-1251", CYRILLIC, '{"name":"Ада"}'],
  ["a charset that is none", "application/json; charset=klingon-8", Buffer.from(NAME), NAME],
])("an answer is read in the charset that it declares: %s", async (_, type, bytes, text) => {
  const url = await serve((_req, res) => res.writeHead(200, { "content-type": type }).end(bytes));
  const client = new KitClient({ allowRemote: [] });
  expect((await client.send({ method: "GET", url })).body).toBe(text);
});

test("an answer is asked for uncompressed: the kit unpacks none", async () => {
  const url = await serve((req, res) => json(res, req.headers["accept-encoding"] ?? null));
  expect((await new KitClient({ allowRemote: [] }).send({ method: "GET", url })).body).toBe('"identity"');
});

test("where https was written and plain http answers, that is told, and not what OpenSSL says of it", async () => {
  const { port } = new URL(await serve((_req, res) => res.end("plain")));
  const client = new KitClient({ allowRemote: [] });
  await expect(client.send({ method: "GET", url: `https://127.0.0.1:${port}/` })).rejects.toMatchObject({
    kind: "tls",
    message: "it answers without TLS: an address that begins with http:// may be meant",
  });
});
