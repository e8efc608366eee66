import { execFile } from "node:child_process";
import { request as plainRequest } from "node:http";
import { connect } from "node:net";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { freePort } from "../../../harness/ports.ts";
import type { Idps } from "../../../harness/idp/port.ts";
import { oidcSpec, Started } from "../support.ts";

const run = promisify(execFile);
const started = new Started();
afterEach(() => started.end());

const open = (): Promise<Idps> => started.idps({ url: "https://idp.test:0", tls: true, connections: [oidcSpec()] });
const DISCOVERY = "/oidc/acme-oidc/.well-known/openid-configuration";

/** `--resolve`, as somebody would who looks at the IdPs by hand. */
function curl(idps: Idps, path: string, ...options: readonly string[]) {
  const { host, port } = new URL(idps.origin);
  return run("curl", ["-sS", ...options, "--resolve", `${host}:127.0.0.1`, `https://idp.test:${port}${path}`]).then(
    ({ stdout }) => stdout,
    (error: { code: number }) => `exit status ${error.code}`,
  );
}

async function node(address: string, env: { readonly [name: string]: string }): Promise<string> {
  const code = `fetch(${JSON.stringify(address)}).then((answer) => answer.status, (error) => error.cause.code).then(console.log)`;
  return (await run(process.execPath, ["-e", code], { env })).stdout.trim();
}

describe("by https", () => {
  test("curl and Node reach the IdPs once they trust the authority, and no earlier", async () => {
    const idps = await open();
    const file = idps.ca?.file ?? "";
    const { issuer } = JSON.parse(await curl(idps, DISCOVERY, "--cacert", file)) as { issuer: string };
    expect(issuer).toBe(`${idps.origin}/oidc/acme-oidc`);
    const local = `https://127.0.0.1:${new URL(idps.origin).port}${DISCOVERY}`;
    expect(await node(local, { NODE_EXTRA_CA_CERTS: file })).toBe("200");
    expect(idps.turnedAway(0)).toBeNull();
    // 60: the peer's certificate can not be verified.
    expect(await curl(idps, DISCOVERY)).toBe("exit status 60");
    expect(await node(local, {})).toBe("SELF_SIGNED_CERT_IN_CHAIN");
  });

  test.each([
    ["by TLS 1.3", []],
    ["by TLS 1.2", ["--tls-max", "1.2"]],
  ])("a client that does not trust it is told of, with the cure, %s", async (_, options) => {
    const idps = await open();
    await curl(idps, "/", ...options);
    await expect.poll(() => idps.turnedAway(0)).not.toBeNull();
    expect(idps.turnedAway(0)).toEqual({
      message: "the SP does not trust the IdPs' certificate: its TLS alert says: unknown ca",
      hint: expect.stringContaining(`have it trust ${idps.ca?.file}`),
    });
    expect(idps.turnedAway(Date.now() + 1)).toBeNull();
  });

  test("so is one that says nothing and leaves, as Node does", async () => {
    const idps = await open();
    await node(`https://127.0.0.1:${new URL(idps.origin).port}/`, {});
    await expect.poll(() => idps.turnedAway(0)?.message).toMatch(/ends its connections as soon as it has seen it/);
  });

  test("so is one that asks by http; who only knocks is not", async () => {
    const idps = await open();
    const port = Number(new URL(idps.origin).port);
    const knock = connect(port, "127.0.0.1", () => knock.end());
    await new Promise<void>((done) => void knock.once("close", () => done()));
    expect(idps.turnedAway(0)).toBeNull();
    await new Promise<void>((done) =>
      plainRequest({ port, host: "127.0.0.1" })
        .on("error", () => done())
        .end(),
    );
    await expect.poll(() => idps.turnedAway(0)?.message).toMatch(/asks the IdPs by http/);
    expect(idps.turnedAway(0)?.hint).toContain(idps.origin);
  });

  test("cookies are Secure, and what is redirected to is https", async () => {
    const idps = await open();
    const head = await curl(idps, AUTHORIZE, "--cacert", idps.ca?.file ?? "", "-D", "-", "-o", "/dev/null");
    expect(head).toMatch(/^HTTP\/1.1 303/);
    const cookies = head.match(/^set-cookie: .*$/gim) ?? [];
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) expect(cookie).toMatch(/; secure/i);
  });
});

const AUTHORIZE = `/oidc/acme-oidc/authorize?${new URLSearchParams({
  client_id: "app",
  response_type: "code",
  scope: "openid",
  redirect_uri: "http://localhost:4999/callback",
}).toString()}`;

describe("behind something that speaks TLS", () => {
  test("cookies are Secure and endpoints https, whatever it says of itself", async () => {
    const port = await freePort();
    const listen = `127.0.0.1:${port}`;
    const idps = await started.idps({ url: "https://idp.test", listen, connections: [oidcSpec()] });
    expect(idps.ca).toBeNull();
    const ask = (path: string) =>
      new Promise<{ headers: Record<string, unknown>; body: string }>((resolve, reject) => {
        const headers = { host: "idp.test", "x-forwarded-host": "evil.test", "x-forwarded-proto": "http" };
        plainRequest({ host: "127.0.0.1", port, path, headers, agent: false }, (res) => {
          let body = "";
          res.on("data", (chunk: Buffer) => (body += String(chunk)));
          res.on("end", () => resolve({ headers: res.headers, body }));
        })
          .on("error", reject)
          .end();
      });
    const { issuer, token_endpoint } = JSON.parse((await ask(DISCOVERY)).body) as Record<string, string>;
    expect([issuer, token_endpoint]).toEqual([
      "https://idp.test/oidc/acme-oidc",
      "https://idp.test/oidc/acme-oidc/token",
    ]);
    const { headers } = await ask(AUTHORIZE);
    expect(String(headers["set-cookie"])).toMatch(/; secure/i);
  });
});
