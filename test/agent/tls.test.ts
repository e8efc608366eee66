import https from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import { CERTIFICATE, PRIVATE_KEY } from "./certificate.ts";

describe("https on loopback", () => {
  let server: https.Server;
  let origin = "";
  beforeAll(async () => {
    server = https.createServer({ cert: CERTIFICATE, key: PRIVATE_KEY }, (_, response) => response.end("safe"));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  it("trusts the target's own authority, and no other", async () => {
    const trusting = createHttpAgent({ ca: CERTIFICATE });
    expect((await trusting.browser("ada").open(`${origin}/`)).text).toBe("safe");
    expect((await trusting.browser("ada").open(origin.replace("localhost", "127.0.0.1"))).failure?.kind).toBe("tls");
    await trusting.close();
    const strict = createHttpAgent({});
    expect((await strict.browser("ada").open(`${origin}/`)).failure?.kind).toBe("tls");
    await strict.close();
  });

  it("calls plain HTTP on a TLS address, and the other way round, a failure", async () => {
    const agent = createHttpAgent({ ca: CERTIFICATE });
    expect((await agent.browser("ada").open(origin.replace("https", "http"))).failure).toBeDefined();
    await agent.close();
  });
});
