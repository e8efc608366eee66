import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { compactVerify, createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterEach, describe, expect, test } from "vitest";
import type { IdpsOptions, OidcSpec, ToldSp } from "../../harness/idp/port.ts";
import { CERTIFICATE, PRIVATE_KEY } from "../agent/certificate.ts";
import { ADA, Jar, oidcSpec, relyingParty, signIn, Started } from "./support.ts";

const started = new Started();
afterEach(() => started.end());

const EVENT = "http://schemas.openid.net/event/backchannel-logout";

/** Where an SP takes logout tokens: what came, and what it answers. */
async function endpoint(
  answer: (heard: number) => number | null = () => 200,
  tls?: { readonly cert: string; readonly key: string },
) {
  const heard: { readonly type: string; readonly token: string }[] = [];
  const listener: RequestListener = (req, res) => {
    let body = "";
    req.setEncoding("utf8").on("data", (text: string) => (body += text));
    req.on("end", () => {
      heard.push({
        type: req.headers["content-type"] ?? "",
        token: new URLSearchParams(body).get("logout_token") ?? "",
      });
      const status = answer(heard.length);
      if (status !== null) res.writeHead(status).end();
    });
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  started.add(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { at: `${tls === undefined ? "http://127.0.0.1" : "https://localhost"}:${port}/backchannel`, heard };
}

/** Two clients of one issuer, at both of which Ada is signed in, in one browser. */
async function both(app: Partial<OidcSpec>, api: Partial<OidcSpec>, options: Partial<IdpsOptions> = {}) {
  const specs = [
    oidcSpec(app),
    oidcSpec({ name: "acme-api", client_id: "api", issuer_of: "acme-oidc", ...api }),
  ] as const;
  const reported: ToldSp[] = [];
  const onLogout = (told: readonly ToldSp[]) => reported.push(...told);
  const idps = await started.idps({ connections: [...specs], onLogout, ...options });
  for (const { name } of specs) idps.admit(name, ADA);
  const [first, second] = [await relyingParty(idps, specs[0]), await relyingParty(idps, specs[1])];
  const jar = new Jar();
  const tokens = [await signIn(first.config, { jar }), await signIn(second.config, { jar })];
  const [one = "", two = ""] = tokens.map(({ id_token = "" }) => id_token);
  return { idps, ...first, jar, one, two, reported };
}

describe("back-channel logout by https", () => {
  const tls = { cert: CERTIFICATE, key: PRIVATE_KEY };
  const told = async (answer: () => number | null, trusted?: string) => {
    const sp = await endpoint(answer, tls);
    const { idps } = await both({}, { backchannel_logout: { at: sp.at, session: false } }, { trusted });
    const out = await idps.logout("acme-oidc", ADA.key);
    return { heard: sp.heard, problem: out?.told?.[0]?.problem };
  };

  test("an SP is told by whose authority it answers, and nobody whose is not trusted", async () => {
    const { heard, problem } = await told(() => 204, CERTIFICATE);
    expect([heard.length, problem]).toEqual([1, undefined]);
    expect(decodeJwt(heard[0]?.token ?? "")["aud"]).toBe("api");
    const untrusted = await told(() => 200);
    expect(untrusted.heard).toEqual([]);
    expect(untrusted.problem).toMatch(/self-signed certificate/);
  });

  test("an answer that is no good, or never comes, is told as by http", async () => {
    expect((await told(() => 400, CERTIFICATE)).problem).toMatch(/expected 200 OK .* got: 400/);
    expect((await told(() => null, CERTIFICATE)).problem).toMatch(/fetch failed: .*(abort|timeout)/i);
  });
});

describe("back-channel logout", () => {
  test.each([false, true])("a logout token as the specification has it, session: %s", async (session) => {
    const sp = await endpoint();
    const { idps, facts, config, one, two } = await both({}, { backchannel_logout: { at: sp.at, session } });
    expect(config.serverMetadata()).toMatchObject({
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    });
    expect(decodeJwt(one)["sid"]).toBeUndefined();
    const { sid } = decodeJwt(two);
    expect(typeof sid).toBe(session ? "string" : "undefined");
    expect(await idps.logout("acme-oidc", ADA.key)).toEqual({
      told: [{ connection: "acme-api", client_id: "api", uri: sp.at, answered: true }],
    });
    const [{ type, token } = { type: "", token: "" }, ...others] = sp.heard;
    expect([type, others]).toEqual(["application/x-www-form-urlencoded", []]);
    const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(facts.jwks_uri)), {
      issuer: facts.issuer,
      audience: "api",
      typ: "logout+jwt",
      algorithms: ["ES256"],
    });
    expect(payload).toEqual({
      iss: facts.issuer,
      aud: "api",
      sub: "k3x9q2ab-ada",
      iat: expect.any(Number) as number,
      exp: Number(payload.iat) + 120,
      jti: expect.any(String) as string,
      events: { [EVENT]: {} },
      ...(session ? { sid } : {}),
    });
    expect(await idps.logout("acme-oidc", ADA.key)).toBeNull();
  });

  test.each([
    ["an SP that refuses", () => 400, /got: 400/, true],
    ["an SP that leads elsewhere", () => 302, /got: 302/, true],
    ["an SP that never answers", () => null, /timeout/i, false],
  ])("%s is told of, and asked once", async (_, answer, problem, answered) => {
    const sp = await endpoint(answer);
    const { idps, reported } = await both({}, { backchannel_logout: { at: sp.at, session: false } });
    const told = {
      connection: "acme-api",
      client_id: "api",
      uri: sp.at,
      answered,
      problem: expect.stringMatching(problem) as string,
    };
    const began = performance.now();
    expect(await idps.logout("acme-oidc", ADA.key)).toEqual({ told: [told] });
    expect(performance.now() - began).toBeLessThan(6_000);
    expect(reported).toEqual([told]);
    expect(sp.heard).toHaveLength(1);
  });

  test.each<readonly [name: string, differs: readonly string[]]>([
    ["nothing", []],
    ["logout-wrong-issuer", ["iss"]],
    ["logout-wrong-audience", ["aud"]],
    ["logout-expired", ["iat", "exp"]],
    ["logout-missing-events", ["events"]],
    ["logout-other-event", ["events"]],
    ["logout-with-nonce", ["nonce"]],
    ["logout-foreign-key", ["signature"]],
    ["logout-addressed-key", ["jku", "signature"]],
    ["logout-alg-none", ["alg", "kid", "signature"]],
  ])("%s: what differs in the token, and whether the sessions go on", async (name, differs) => {
    const sp = await endpoint();
    const { idps, facts } = await both({}, { backchannel_logout: { at: sp.at, session: false } });
    idps.arm("acme-api", ADA.key, { name, parameters: {} });
    await idps.logout("acme-api", ADA.key);
    expect(idps.disarm("acme-api", ADA.key)).toEqual({ delivered: true });
    const again = await idps.logout("acme-api", ADA.key);
    expect(again === null).toBe(name === "nothing");
    const [forged = "", honest = forged] = sp.heard.map(({ token }) => token);
    const keys = createRemoteJWKSet(new URL(facts.jwks_uri));
    const told = async (token: string) => ({
      ...(JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString()) as object),
      ...decodeJwt(token),
      signature: await compactVerify(token, keys).then(
        () => "holds",
        () => "does not hold",
      ),
    });
    const [one, other]: Record<string, unknown>[] = [await told(forged), await told(honest)];
    const names = Object.keys({ ...one, ...other }).filter((claim) => claim !== "jti");
    const moments = name === "logout-expired" ? [] : ["iat", "exp"];
    const found = names.filter((claim) => JSON.stringify(one?.[claim]) !== JSON.stringify(other?.[claim]));
    expect(found.filter((claim) => !moments.includes(claim)).toSorted()).toEqual([...differs].toSorted());
  });

  test("an SP that is away, and one on another machine, are told of", async () => {
    const away = `http://127.0.0.1:${await closedPort()}/backchannel`;
    const { idps } = await both(
      { backchannel_logout: { at: "https://sp.acme.example/backchannel", session: false } },
      { backchannel_logout: { at: away, session: false } },
    );
    const { told = [] } = (await idps.logout("acme-api", ADA.key)) ?? {};
    expect(told.map(({ problem = "" }) => problem)).toEqual([
      expect.stringContaining("not on this machine"),
      expect.stringContaining("ECONNREFUSED"),
    ]);
  });

  test("by a clock that is off", async () => {
    const sp = await endpoint();
    const { idps } = await both({ clock: 600 }, { clock: 600, backchannel_logout: { at: sp.at, session: false } });
    await idps.logout("acme-oidc", ADA.key);
    const { iat = 0, exp } = decodeJwt(sp.heard[0]?.token ?? "");
    expect(Math.abs(iat - Date.now() / 1000 - 600)).toBeLessThan(30);
    expect(exp).toBe(iat + 120);
  });
});

describe("RP-initiated logout tells the others", () => {
  const address = (hint: string, issuer: string) =>
    `${issuer}/logout?${new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: "http://localhost:4999/bye", state: "s" }).toString()}`;

  test.each(["keep", undefined])("by the back channel, session: %s", async (session) => {
    const [app, api] = [await endpoint(), await endpoint()];
    const { facts, jar, one } = await both(
      { backchannel_logout: { at: app.at, session: true } },
      { backchannel_logout: { at: api.at, session: true } },
      session === "keep" ? { session } : {},
    );
    const { url } = await jar.navigate(address(one, facts.issuer));
    expect(url).toBe("http://localhost:4999/bye?state=s");
    expect([app.heard.length, api.heard.length]).toEqual([0, 1]);
  });

  test("but, where sessions are kept, not those of another browser", async () => {
    const api = await endpoint();
    const { facts, one, config } = await both(
      {},
      { backchannel_logout: { at: api.at, session: true } },
      { session: "keep" },
    );
    const other = new Jar();
    await signIn(config, { jar: other });
    await other.navigate(address(one, facts.issuer));
    expect(api.heard).toHaveLength(0);
  });

  test("by frames in the browser, with issuer and session, and then goes on", async () => {
    const frontchannel_logout = { at: "http://localhost:4998/frontchannel?x=1", session: true };
    const { facts, jar, one, two, config } = await both({}, { frontchannel_logout });
    expect(config.serverMetadata()["frontchannel_logout_supported"]).toBe(true);
    const { response } = await jar.navigate(address(one, facts.issuer));
    const html = (await response?.text()) ?? "";
    const frame = new URL(/<iframe src="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "none:");
    expect(frame.origin + frame.pathname).toBe("http://localhost:4998/frontchannel");
    expect(Object.fromEntries(frame.searchParams)).toEqual({ x: "1", iss: facts.issuer, sid: decodeJwt(two)["sid"] });
    expect(response?.headers.get("content-security-policy")).toContain("frame-src http://localhost:4998");
    expect(response?.headers.get("refresh")).toBe("1; url=http://localhost:4999/bye?state=s");
    expect(html).toContain('href="http://localhost:4999/bye?state=s"');
  });

  test("a foreign address to go back to ends nothing", async () => {
    const api = await endpoint();
    const { facts, one, idps } = await both({}, { backchannel_logout: { at: api.at, session: false } });
    const query = new URLSearchParams({ id_token_hint: one, post_logout_redirect_uri: "https://evil.test/" });
    expect((await new Jar().fetch(`${facts.issuer}/logout?${query.toString()}`)).status).toBe(400);
    expect(api.heard).toHaveLength(0);
    expect(await idps.logout("acme-oidc", ADA.key)).not.toBeNull();
  });
});

test("a sign-out from here: what is left for the browser is a page, good once", async () => {
  const { idps, jar } = await both({ frontchannel_logout: { at: "http://localhost:4998/out", session: false } }, {});
  const page = await jar.fetch(`${idps.origin}/connections/acme-oidc`);
  expect(await page.text()).toContain(`/oidc/acme-oidc/sign-out?person=${ADA.key}`);
  const { url = "", told } = (await idps.logout("acme-oidc", ADA.key)) ?? {};
  expect(told).toEqual([]);
  expect(await (await jar.fetch(url)).text()).toContain('src="http://localhost:4998/out"');
  expect((await jar.fetch(url)).status).toBe(404);
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
