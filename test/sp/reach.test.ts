import { execFileSync } from "node:child_process";
import { createServer, Socket, type AddressInfo } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import { keepHome, lookupFor, socketFor } from "../../harness/reach.ts";
import { KitClient } from "../../harness/sp/request.ts";
import { json, serve } from "./support/world.ts";

const HERE = { allowRemote: [], resolve: new Map<string, string>() };

/** An address of this machine that is not loopback: what a name could lead to in somebody's network. */
const outside = Object.values(networkInterfaces())
  .flat()
  .find((one) => one?.internal === false && one.family === "IPv4")?.address;

test("no name below localhost is asked of a resolver, whoever speaks", async () => {
  const address = new URL(await serve((_req, res) => json(res, { here: true })));
  const names = ["sp.localhost", "a.b.localhost", "SP.LOCALHOST", "sp.localhost."];
  const client = new KitClient({ allowRemote: [] });
  const agent = createHttpAgent({});
  onTestFinished(() => agent.close());
  for (const name of names) {
    const url = `http://${name}:${address.port}/x`;
    expect((await client.send({ method: "GET", url })).status, `kit ${name}`).toBe(200);
    expect((await agent.browser("a").open(url)).status, `browser ${name}`).toBe(200);
    for (const family of [0, 4, 6]) {
      lookupFor(new URL(url), HERE.resolve)(name, { family, all: true }, (error, found) => {
        expect(error).toBeNull();
        expect(found).not.toHaveLength(0);
        for (const one of found as { address: string }[]) expect(["127.0.0.1", "::1"]).toContain(one.address);
      });
    }
  }
});

test("a database's socket finds such a name, too", async () => {
  const port = await listening("127.0.0.1");
  const socket = socketFor(HERE);
  onTestFinished(() => void socket.destroy());
  await new Promise((resolve, reject) =>
    socket.connect(port, "db.localhost").once("connect", resolve).once("error", reject),
  );
  expect(socket.remoteAddress).toBe("127.0.0.1");
});

test.skipIf(outside === undefined)("a connection that went astray ends before anything is sent", async () => {
  const received: string[] = [];
  const port = await listening("0.0.0.0", (text) => received.push(text));
  const socket = new Socket();
  keepHome(socket, new URL(`http://sp.localhost:${port}`), HERE);
  socket.connect({ port, host: outside ?? "" });
  const error = await new Promise<Error>((resolve) => socket.once("error", resolve));
  expect(error).toMatchObject({ code: "ERR_REMOTE_HOST", message: expect.stringContaining(`led to ${outside}`) });
  socket.write("secret", () => undefined);
  expect(received).toEqual([]);
});

test("a host that is allowed by name may be anywhere", async () => {
  const port = await listening("127.0.0.1");
  const socket = new Socket();
  onTestFinished(() => void socket.destroy());
  keepHome(socket, new URL(`http://far.test:${port}`), { ...HERE, allowRemote: ["far.test"] });
  await new Promise((resolve) => socket.connect(port, "127.0.0.1").once("connect", resolve));
});

test("what speaks to the network is known, file by file", () => {
  const modules = '(^import [^t].*from |import\\()"node:(net|tls|http|https|http2|dns|dgram)(/promises)?"';
  const found = execFileSync("git", ["grep", "-lE", modules, "--", "harness"], { encoding: "utf8" });
  // A new one either goes by harness/reach.ts, or only listens, or only asks whether a port of this machine is taken.
  expect(found.trim().split("\n").toSorted()).toMatchInlineSnapshot(`
    [
      "harness/agent/chromium/launch.ts",
      "harness/agent/chromium/trust.ts",
      "harness/agent/http/wire.ts",
      "harness/console/server.ts",
      "harness/idp/host/listen.ts",
      "harness/idp/host/server.ts",
      "harness/idp/oidc/calls.ts",
      "harness/idp/tls/authority.ts",
      "harness/idp/tls/extensions.ts",
      "harness/ports.ts",
      "harness/reach.ts",
      "harness/run/unknown-host.ts",
      "harness/scenario/idp-certificate.ts",
      "harness/scenario/resolve.ts",
      "harness/sp/container/engine.ts",
      "harness/sp/container/network.ts",
      "harness/sp/container/own-address.ts",
      "harness/sp/request.ts",
    ]
  `);
});

async function listening(host: string, heard: (text: string) => void = () => undefined): Promise<number> {
  const server = createServer((socket) => {
    socket.setEncoding("utf8").on("data", (text) => heard(String(text)));
    socket.on("error", () => undefined);
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}
