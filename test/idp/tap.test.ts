import { createServer } from "node:http";
import { expect, test } from "vitest";
import { Tap } from "../../harness/idp/host/tap.ts";
import type { Exchange } from "../../harness/observe/exchange.ts";

/** Under load an SP has shown a token to somebody before the end of the answer in which it came was noticed here. */
test("what is issued is told before it leaves, and the exchange once it has", async () => {
  const [issued, told]: [Exchange[], Exchange[]] = [[], []];
  const tap = new Tap({
    origin: () => "http://idp",
    onIssue: (exchange) => issued.push(exchange),
    onExchange: (exchange) => told.push(exchange),
    nextExchangeId: () => 7,
  });
  let known: readonly Exchange[] | undefined;
  const server = createServer((req, res) => {
    tap.watch(req, res);
    res.setHeader("content-type", req.url === "/page" ? "text/html" : "application/json");
    res.write('{"access_token":');
    res.end('"t0ken-123456"}');
    known ??= [...issued, ...told];
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as { readonly port: number };
    await (await fetch(`http://127.0.0.1:${port}/token`, { method: "POST", body: "code=1" })).text();
    expect(known).toMatchObject([
      { id: 7, by: "sp", response: { status: 200, body: '{"access_token":"t0ken-123456"}' } },
    ]);
    await expect.poll(() => told).toMatchObject([{ id: 7, request: { body: "code=1" }, response: { status: 200 } }]);
    // What a browser is shown is the user agent's to tell.
    await (await fetch(`http://127.0.0.1:${port}/page`)).text();
    expect(issued).toHaveLength(1);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
