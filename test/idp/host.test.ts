import { mkdtemp, readdir, rm } from "node:fs/promises";
import { connect } from "node:net";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as client from "openid-client";
import { afterEach, describe, expect, test } from "vitest";
import { Barriers } from "../../harness/idp/host/barriers.ts";
import { startIdps } from "../../harness/idp/index.ts";
import type { Exchange } from "../../harness/observe/exchange.ts";
import type { OidcFacts } from "../../harness/idp/port.ts";
import { ADA, authorize, oidcSpec, relyingParty, signIn, Started } from "./support.ts";

const started = new Started();
afterEach(() => started.end());

const listen = (address: string) => startIdps({ listen: address, connections: [], stateDir: null });

describe("listening", () => {
  test.each(["0.0.0.0:0", "192.0.2.1:9400", "example.test:0", "[::]:0"])("%s is remote", async (address) => {
    await expect(listen(address)).rejects.toMatchObject({ code: "ERR_REMOTE_HOST" });
  });

  test.each(["", "127.0.0.1", "9400", "127.0.0.1:99999", "http://127.0.0.1:1"])("%j is no address", async (address) => {
    await expect(listen(address)).rejects.toMatchObject({ code: "ERR_USAGE", hint: expect.stringContaining("port 0") });
  });

  test("a taken port names its holder", async () => {
    const port = await started.occupied();
    await expect(listen(`127.0.0.1:${port}`)).rejects.toMatchObject({
      code: "ERR_PORT_TAKEN",
      message: expect.stringMatching(new RegExp(`port ${port} is held by .*\\(process ${process.pid}\\)`)),
    });
    await expect(listen(`localhost:${port}`)).rejects.toMatchObject({ code: "ERR_PORT_TAKEN" });
  });

  test("localhost is served on every loopback address that there is", async () => {
    const idps = await started.idps({ listen: "localhost:0", connections: [] });
    expect(idps.origin).toMatch(/^http:\/\/localhost:\d+$/);
    expect((await fetch(idps.origin.replace("localhost", "127.0.0.1"))).status).toBe(200);
    expect((await fetch(idps.origin)).status).toBe(200);
  });

  test("127.0.0.1 is reachable by another loopback name, and by no other name", async () => {
    const idps = await started.idps({ connections: [] });
    const { port } = new URL(idps.origin);
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
    const status = await new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port, headers: { host: "evil.test" } };
      request(options, (res) => resolve(res.resume().statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(421);
  });

  test.each(["evil.test", "127.0.0.1"])("an absolute target is for the host that it names (Host: %s)", async (host) => {
    const idps = await started.idps({ connections: [oidcSpec()] });
    const { port } = new URL(idps.origin);
    const ask = (target: string) =>
      new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
        request({ host: "127.0.0.1", port, path: target, headers: { host: `${host}:${port}` } }, (res) => {
          let body = "";
          res.setEncoding("utf8").on("data", (text: string) => (body += text));
          res.on("end", () => resolve({ status: res.statusCode, body }));
        })
          .on("error", reject)
          .end();
      });
    const path = "/oidc/acme-oidc/.well-known/openid-configuration";
    for (const evil of ["http://evil.test/", `http://evil.test:${port}${path}`, `https://evil.test${path}`])
      expect((await ask(evil)).status, evil).toBe(421);
    const { status, body } = await ask(`http://127.0.0.1:${port}${path}`);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ issuer: `${idps.origin}/oidc/acme-oidc` });
  });

  test("close ends requests that are still under way, and frees the port", async () => {
    const idps = await startIdps({ listen: "127.0.0.1:0", connections: [oidcSpec()], stateDir: null });
    const socket = connect(Number(new URL(idps.origin).port), "127.0.0.1");
    const ended = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => {});
    const asked = new Promise((resolve) => socket.once("data", resolve));
    socket.write("POST /oidc/acme-oidc/logout HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n");
    socket.write("Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\n");
    await asked;
    await idps.close();
    await ended;
    await (await listen(new URL(idps.origin).host)).close();
  });
});

test("forty connections start without making a key", async ({ annotate }) => {
  const stateDir = await mkdtemp(join(tmpdir(), "jitterbug-host-"));
  started.add(() => rm(stateDir, { recursive: true }));
  const connections = Array.from({ length: 40 }, (_, index) => oidcSpec({ name: `c${index}`, signing_alg: "RS256" }));
  const began = performance.now();
  const idps = await started.idps({ connections, stateDir });
  await annotate(`40 connections: ${Math.round(performance.now() - began)} ms to start`);
  expect(await readdir(stateDir)).toEqual([]);
  const { status } = await fetch(`${idps.origin}/oidc/c39/.well-known/openid-configuration`);
  expect(status).toBe(200);
  expect(await readdir(stateDir)).toEqual(["c39"]);
});

test("two hosts side by side know different people and sign with different keys", async () => {
  const spec = oidcSpec();
  const [one, two] = [await started.idps({ connections: [spec] }), await started.idps({ connections: [spec] })];
  one.admit(spec.name, ADA);
  two.admit(spec.name, { key: ADA.key, claims: { subject: "another" } });
  const [first, second] = [await relyingParty(one, spec), await relyingParty(two, spec)];
  expect((await signIn(first.config)).claims()?.sub).toBe("k3x9q2ab-ada");
  expect((await signIn(second.config)).claims()?.sub).toBe("another");
  expect(await (await fetch(first.facts.jwks_uri)).json()).not.toEqual(
    await (await fetch(second.facts.jwks_uri)).json(),
  );
});

test("a person who is dismissed can sign in no more, and a code of theirs is void", async () => {
  const spec = oidcSpec();
  const idps = await started.idps({ connections: [spec] });
  idps.admit(spec.name, ADA);
  const { config } = await relyingParty(idps, spec);
  const { back, verifier, state, nonce } = await authorize(config);
  idps.dismiss(spec.name, ADA.key);
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
  await expect(client.authorizationCodeGrant(config, back, checks)).rejects.toMatchObject({ error: "invalid_grant" });
});

describe("the barrier", () => {
  async function waiting(count: number, timeout: number) {
    const spec = oidcSpec();
    const idps = await started.idps({ connections: [spec] });
    idps.admit(spec.name, ADA);
    const { config } = await relyingParty(idps, spec);
    const ready = await Promise.all(Array.from({ length: 3 }, () => authorize(config)));
    idps.meet(spec.name, [ADA.key], count, timeout);
    const left: number[] = [];
    const go = async (index: number): Promise<void> => {
      const { back, verifier, state, nonce } = ready[index] ?? (await authorize(config));
      const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier };
      await client.authorizationCodeGrant(config, back, checks);
      left.push(index);
    };
    return { go, left, idps };
  }

  test("holds token responses until all have come, then lets them leave together", async () => {
    const { go, left } = await waiting(2, 60_000);
    const first = go(0);
    // Time enough for the first one to leave, if nothing held it: another whole request of another kind.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(left).toEqual([]);
    await Promise.all([first, go(1)]);
    await go(2);
    expect(left.toSorted((a, b) => a - b)).toEqual([0, 1, 2]);
  });

  test("gives up after the time-out", async () => {
    const { go, left } = await waiting(2, 50);
    await go(0);
    expect(left).toEqual([0]);
  });

  test("holds only those whom it names, and nobody where one is enough", async () => {
    const barriers = new Barriers();
    barriers.set(["ada"], 1, 60_000);
    await barriers.meet("ada", "sign_in");
    barriers.set(["ada"], 2, 60_000);
    await barriers.meet("bob", "sign_in");
    const held = barriers.meet("ada", "sign_in");
    barriers.clear();
    await held;
    await barriers.meet("ada", "sign_in");
  });

  test("brings those together once more at UserInfo, because what comes between tears them apart", async () => {
    const barriers = new Barriers();
    barriers.set(["ada"], 2, 60_000);
    await Promise.all([barriers.meet("ada", "sign_in"), barriers.meet("ada", "sign_in")]);
    let left = 0;
    const first = barriers.meet("ada", "userinfo").then(() => left++);
    await Promise.resolve();
    expect(left).toBe(0);
    await Promise.all([first, barriers.meet("ada", "userinfo")]);
    await barriers.meet("ada", "userinfo");
    expect(left).toBe(1);
  });

  test("lets everybody go at the end", async () => {
    const { go, idps } = await waiting(2, 60_000);
    const stuck = expect(go(0)).rejects.toThrow();
    await idps.close();
    await stuck;
  });
});

test("exchanges: the SP's calls whole, a browser's only as decoded messages", async () => {
  const exchanges: Exchange[] = [];
  const spec = oidcSpec({ client_auth: "post" });
  let id = 100;
  const idps = await started.idps({
    connections: [spec],
    onExchange: (exchange) => void exchanges.push(exchange),
    nextExchangeId: () => ++id,
  });
  idps.admit(spec.name, ADA);
  const { config } = await relyingParty(idps, spec);
  const { access_token } = await signIn(config);
  await client.fetchUserInfo(config, access_token, "k3x9q2ab-ada");

  const told = exchanges.map(({ by, request: { method, url }, messages }) => [
    by,
    method,
    new URL(url).pathname.replace(/(?<=authorize\/).+/, "UID"),
    messages.map(({ kind }) => kind).join(" "),
  ]);
  expect(told).toEqual([
    ["sp", "GET", "/oidc/acme-oidc/.well-known/openid-configuration", ""],
    ["browser", "GET", "/oidc/acme-oidc/authorize", "authorization_request"],
    ["browser", "GET", "/oidc/acme-oidc/authorize/UID", "authorization_response"],
    ["sp", "POST", "/oidc/acme-oidc/token", "token_request token_response id_token"],
    ["sp", "GET", "/oidc/acme-oidc/jwks", ""],
    ["sp", "GET", "/oidc/acme-oidc/userinfo", "userinfo"],
  ]);
  const [discovery, asked, , token, , info] = exchanges;
  expect(discovery?.response?.body).toContain("authorization_endpoint");
  expect(asked).toMatchObject({ messages: [{ content: { client_id: "app", code_challenge_method: "S256" } }] });
  expect(asked?.request).toEqual({ method: "GET", url: expect.any(String), headers: {} });
  expect(token?.request.body).toContain("grant_type=authorization_code");
  expect(token?.messages).toMatchObject([
    { content: { client_secret: "[secret]", code: "[secret]", grant_type: "authorization_code" } },
    { content: { access_token: "[secret]", token_type: "Bearer" } },
    { content: { sub: "k3x9q2ab-ada" } },
  ]);
  expect(info?.response).toMatchObject({ status: 200, body: expect.stringContaining("ada@acme.test") });
  expect(exchanges.map((exchange) => exchange.id)).toEqual(
    exchanges.map((exchange) => exchange.id).toSorted((a, b) => a - b),
  );
});

test("the start page lists the connections, and each has a page with what to tell an SP", async () => {
  const specs = [oidcSpec(), oidcSpec({ name: "<b>&", client_auth: "none" })];
  const idps = await started.idps({ connections: specs });
  const start = await (await fetch(idps.origin)).text();
  expect(start).toContain("acme-oidc");
  expect(start).toContain("&lt;b&gt;&amp;");
  const links = [...start.matchAll(/href="(\/connections\/[^"]+)"/g)].map(([, href]) => href ?? "");
  const pages = await Promise.all(links.map(async (href) => await (await fetch(idps.origin + href)).text()));
  const facts = await idps.facts("acme-oidc");
  const { client_secret: secret, protocol: _, ...shown } = facts as OidcFacts;
  for (const value of Object.values(shown)) expect(pages[0]).toContain(value);
  // Whoever comes by sees the page; the secret is for whoever may see the terminal.
  expect(secret.length).toBeGreaterThan(8);
  expect(pages[0]).not.toContain(secret);
  expect(pages[0]).toContain("Client secret");
  expect(pages[1]).not.toContain("Client secret");
  expect((await fetch(`${idps.origin}/connections/none`)).status).toBe(404);
  expect((await fetch(`${idps.origin}/elsewhere`)).status).toBe(404);
});
