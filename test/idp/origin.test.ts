import { request } from "node:http";
import { networkInterfaces } from "node:os";
import * as client from "openid-client";
import { afterEach, describe, expect, test } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import { startIdps } from "../../harness/idp/index.ts";
import type { IdpsOptions } from "../../harness/idp/port.ts";
import { ADA, formAction, oidcSpec, REDIRECT_URI, Started } from "./support.ts";

const started = new Started();
afterEach(() => started.end());

/** Asks an address of this machine by another name, as `curl --resolve` does. */
function ask(at: string, host: string, path = "/"): Promise<{ status: number | undefined; body: string }> {
  const { hostname, port } = new URL(at);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { host }, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("end", () => resolve({ status: res.statusCode, body: Buffer.concat(chunks).toString() }));
    })
      .on("error", reject)
      .end();
  });
}

describe("a public address", () => {
  test("is what every endpoint begins with, and the IdPs answer to its name", async () => {
    const idps = await started.idps({ url: "http://idp.test:0", connections: [oidcSpec()] });
    const { port } = new URL(idps.origin);
    expect(idps.origin).toBe(`http://idp.test:${port}`);
    expect(Number(port)).toBeGreaterThan(0);
    expect([...idps.resolve]).toEqual([[`idp.test:${port}`, "127.0.0.1"]]);
    const at = `http://127.0.0.1:${port}`;
    const path = "/oidc/acme-oidc/.well-known/openid-configuration";
    for (const host of [`idp.test:${port}`, `127.0.0.1:${port}`]) {
      const { status, body } = await ask(at, host, path);
      expect(status).toBe(200);
      const { issuer, token_endpoint, jwks_uri } = JSON.parse(body) as Record<string, string>;
      expect(issuer).toBe(`${idps.origin}/oidc/acme-oidc`);
      expect([token_endpoint, jwks_uri].every((address) => address?.startsWith(`${idps.origin}/`))).toBe(true);
    }
    expect((await ask(at, `other.test:${port}`)).status).toBe(421);
  });

  test("a browser signs in there, told where it is by nobody but the IdPs", async () => {
    const spec = oidcSpec();
    const idps = await started.idps({ url: "http://idp.test:0", connections: [spec] });
    idps.admit(spec.name, ADA);
    const agent = createHttpAgent({ resolve: idps.resolve });
    started.add(() => agent.close());
    const facts = await idps.facts(spec.name);
    if (facts.protocol !== "oidc") throw new Error("not OIDC");
    const query = new URLSearchParams({ client_id: "app", response_type: "code", scope: "openid", state: "s" });
    query.set("redirect_uri", REDIRECT_URI);
    query.set("code_challenge", await client.calculatePKCECodeChallenge("v".repeat(43)));
    query.set("code_challenge_method", "S256");
    const browser = agent.browser("ada");
    const page = await browser.open(`${facts.authorization_endpoint}?${query.toString()}`);
    expect(formAction(page.body ?? "", "pick")).toContain("/login/");
    const back = await browser.submit("form[data-jitterbug=pick]", { person: ADA.key });
    expect(back?.url).toMatch(new RegExp(`^${REDIRECT_URI}\\?code=`));
  });

  test("may be behind something that speaks TLS", async () => {
    const idps = await started.idps({ url: "https://idp.test", listen: "127.0.0.1:0", connections: [oidcSpec()] });
    expect(idps.origin).toBe("https://idp.test");
    expect([...idps.resolve]).toEqual([["idp.test:443", "127.0.0.1"]]);
  });

  test("decides the port where none is told to listen on", async () => {
    const free = await started.occupied();
    await expect(startIdps({ url: `http://idp.test:${free}`, connections: [], stateDir: null })).rejects.toMatchObject({
      code: "ERR_PORT_TAKEN",
    });
  });

  test.each([
    "idp.test",
    "ftp://idp.test",
    "http://idp.test/path",
    "http://u:p@idp.test",
    "http://idp.test?x",
    "http://",
  ])("%s is none", async (url) => {
    const options: IdpsOptions = { url, listen: "127.0.0.1:0", connections: [], stateDir: null };
    await expect(startIdps(options)).rejects.toMatchObject({ code: "ERR_USAGE", hint: expect.any(String) });
  });

  test("on loopback needs no resolving", async () => {
    const idps = await started.idps({ url: "http://idp.localhost:0", connections: [] });
    expect(idps.origin).toMatch(/^http:\/\/idp\.localhost:\d+$/);
    expect(idps.resolve.size).toBe(0);
  });
});

describe("further addresses", () => {
  const own = Object.values(networkInterfaces())
    .flat()
    .find((one) => one !== undefined && !one.internal && one.family === "IPv4")?.address;

  test.skipIf(own === undefined)("are listened on at the same port, for the public name alone", async () => {
    const idps = await started.idps({ url: "http://idp.test:0", also: [own ?? ""], connections: [] });
    const { port } = new URL(idps.origin);
    expect((await ask(`http://${own}:${port}`, `idp.test:${port}`)).status).toBe(200);
    expect((await ask(`http://${own}:${port}`, `${own}:${port}`)).status).toBe(421);
    expect([...idps.resolve.values()]).toEqual(["127.0.0.1"]);
    await idps.close();
    await expect(ask(`http://${own}:${port}`, `idp.test:${port}`)).rejects.toThrow("ECONNREFUSED");
  });

  test.each(["0.0.0.0", "::", "::0", "0:0:0:0:0:0:0:0", "idp.test"])("%s is none", async (address) => {
    const options: IdpsOptions = { also: [address], connections: [], stateDir: null };
    await expect(startIdps(options)).rejects.toMatchObject({ code: "ERR_REMOTE_HOST" });
  });

  test("that this machine has not are an error, and leave nothing behind", async () => {
    const free = await started.idps({ connections: [] });
    const { port } = new URL(free.origin);
    await free.close();
    const options: IdpsOptions = { listen: `127.0.0.1:${port}`, also: ["192.0.2.1"], connections: [], stateDir: null };
    await expect(startIdps(options)).rejects.toMatchObject({ code: "ERR_USAGE" });
    await (await startIdps({ listen: `127.0.0.1:${port}`, connections: [], stateDir: null })).close();
  });
});
