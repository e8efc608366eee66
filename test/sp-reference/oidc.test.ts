import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { describe, expect, onTestFinished, test } from "vitest";
import { ProtocolFault } from "../../sp-reference/app/faults.ts";
import type { OidcConnection } from "../../sp-reference/config/model.ts";
import type { OidcAssertion } from "../../sp-reference/mapping/assertion.ts";
import { OidcClients } from "../../sp-reference/oidc/clients.ts";
import { oidcSteps } from "../../sp-reference/oidc/steps.ts";
import { connection } from "./situation.ts";

/** An OpenID provider whose every answer can be chosen. */
interface Provider {
  readonly connection: OidcConnection;
  readonly requests: string[];
  /** Answers for the paths of this server: a status, or a JSON value. */
  readonly answers: { [path: string]: () => unknown };
  rotate(kid: string): Promise<void>;
  idToken(changes?: JWTPayload): Promise<string>;
}

async function openProvider(): Promise<Provider> {
  const requests: string[] = [];
  const server = createServer((req, res) => {
    const path = (req.url ?? "").split("?")[0] ?? "";
    requests.push(path);
    void (async () => {
      const answer = await provider.answers[path]?.();
      res.writeHead(typeof answer === "number" ? answer : 200, { "content-type": "application/json" });
      res.end(JSON.stringify(answer));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let keys = await generateKeyPair("ES256");
  let kid = "one";
  const provider: Provider = {
    connection: { ...connection(), issuer },
    requests,
    answers: {
      "/.well-known/openid-configuration": () => ({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        userinfo_endpoint: `${issuer}/userinfo`,
        jwks_uri: `${issuer}/jwks`,
        authorization_response_iss_parameter_supported: true,
        id_token_signing_alg_values_supported: ["ES256"],
      }),
      "/jwks": async () => ({ keys: [{ ...(await exportJWK(keys.publicKey)), kid, alg: "ES256", use: "sig" }] }),
      "/token": async () => tokens(await provider.idToken()),
      "/userinfo": () => ({ sub: "ada", name: "Ada" }),
    },
    rotate: async (next) => {
      keys = await generateKeyPair("ES256");
      kid = next;
    },
    idToken: (changes = {}) =>
      new SignJWT({ iss: issuer, aud: "reference", sub: "ada", nonce: "nonce", email: "ada@acme.test", ...changes })
        .setProtectedHeader({ alg: "ES256", kid })
        .setIssuedAt()
        .setExpirationTime(changes.exp ?? "5m")
        .sign(keys.privateKey),
  };
  return provider;
}

function tokens(idToken: string | undefined) {
  return { access_token: "access", token_type: "Bearer", ...(idToken === undefined ? {} : { id_token: idToken }) };
}

async function redeem(
  { connection: at }: Provider,
  { clients = new OidcClients(), iss = at.issuer }: { clients?: OidcClients; iss?: string } = {},
): Promise<OidcAssertion> {
  const query = new URLSearchParams({ code: "code", state: "state", iss });
  const url = new URL(`${at.redirectUri}?${query.toString()}`);
  const pending = { browser: "", connection: at.name, returnTo: "/", nonce: "nonce", codeVerifier: "v".repeat(43) };
  return await clients.use(at, (config) => oidcSteps.redeem({ connection: at, config, url, state: "state", pending }));
}

test("ID token and UserInfo together, and the signed one wins", async () => {
  const provider = await openProvider();
  provider.answers["/userinfo"] = () => ({ sub: "ada", name: "Ada", email: "other@acme.test" });
  const { issuer, claims } = await redeem(provider);
  expect(issuer).toBe(provider.connection.issuer);
  expect(claims).toMatchObject({ sub: "ada", name: "Ada", email: "ada@acme.test" });
});

describe("refused", () => {
  const edited = (token: string): string => {
    const [head, payload, signature] = token.split(".");
    const claims = JSON.parse(Buffer.from(payload ?? "", "base64url").toString()) as object;
    return [head, Buffer.from(JSON.stringify({ ...claims, sub: "eve" })).toString("base64url"), signature].join(".");
  };
  const unsigned = (token: string): string =>
    `${Buffer.from('{"alg":"none"}').toString("base64url")}.${token.split(".")[1]}.`;

  test.each<[string, (provider: Provider) => Promise<unknown>]>([
    ["a changed payload under the old signature", async (p) => tokens(edited(await p.idToken()))],
    ["alg none", async (p) => tokens(unsigned(await p.idToken()))],
    ["another issuer", async (p) => tokens(await p.idToken({ iss: "https://evil.test" }))],
    ["another audience", async (p) => tokens(await p.idToken({ aud: "other" }))],
    ["another nonce", async (p) => tokens(await p.idToken({ nonce: "other" }))],
    ["no nonce", async (p) => tokens(await p.idToken({ nonce: undefined }))],
    ["expired", async (p) => tokens(await p.idToken({ exp: Math.floor(Date.now() / 1000) - 600 }))],
    ["no sub", async (p) => tokens(await p.idToken({ sub: undefined as unknown as string }))],
    ["no ID token", async () => tokens(undefined)],
    ["a token endpoint that fails", async () => 500],
  ])("%s", async (_, answer) => {
    const provider = await openProvider();
    provider.answers["/token"] = () => answer(provider);
    await expect(redeem(provider)).rejects.toThrow(ProtocolFault);
    expect(provider.requests).not.toContain("/userinfo");
  });

  test.each<[string, unknown]>([
    ["another person's UserInfo", { sub: "eve", email: "eve@acme.test" }],
    ["UserInfo without a sub", { email: "eve@acme.test" }],
    ["a UserInfo endpoint that fails", 503],
  ])("%s", async (_, answer) => {
    const provider = await openProvider();
    provider.answers["/userinfo"] = () => answer;
    await expect(redeem(provider)).rejects.toThrow(ProtocolFault);
  });

  test("an answer of another issuer (RFC 9207), before the code is spent", async () => {
    const provider = await openProvider();
    await expect(redeem(provider, { iss: "https://evil.test" })).rejects.toThrow(ProtocolFault);
    expect(provider.requests).not.toContain("/token");
  });

  test("a blank sub gets as far as the mapping, which says so", async () => {
    const provider = await openProvider();
    provider.answers["/token"] = async () => tokens(await provider.idToken({ sub: "" }));
    expect((await redeem(provider)).claims["sub"]).toBe("");
  });

  test("under direct_tls the signature is left to TLS", async () => {
    const opened = await openProvider();
    const policy = { ...opened.connection.policy, id_token_signature: "direct_tls" } as const;
    const provider = { ...opened, connection: { ...opened.connection, policy } };
    provider.answers["/token"] = async () => tokens(edited(await provider.idToken()));
    provider.answers["/userinfo"] = () => ({ sub: "eve" });
    const { claims } = await redeem(provider);
    expect(claims["sub"]).toBe("eve");
  });
});

describe("what is kept", () => {
  test("discovery and keys, from one sign-in to the next", async () => {
    const provider = await openProvider();
    const clients = new OidcClients();
    for (let n = 0; n < 5; n++) await redeem(provider, { clients });
    expect(provider.requests.filter((path) => path === "/jwks")).toHaveLength(1);
    expect(provider.requests.filter((path) => path.startsWith("/.well-known"))).toHaveLength(1);
  });

  test("rotated keys are fetched at once, but not without end", async () => {
    const provider = await openProvider();
    const clients = new OidcClients();
    await redeem(provider, { clients });
    await provider.rotate("two");
    await expect(redeem(provider, { clients })).resolves.toBeDefined();
    for (let n = 0; n < 10; n++) {
      provider.answers["/token"] = async () => {
        const token = await provider.idToken();
        const [, payload, signature] = token.split(".");
        return tokens(
          `${Buffer.from(`{"alg":"ES256","kid":"stray-${n}"}`).toString("base64url")}.${payload}.${signature}`,
        );
      };
      await expect(redeem(provider, { clients })).rejects.toThrow(ProtocolFault);
    }
    expect(provider.requests.filter((path) => path === "/jwks").length).toBeLessThanOrEqual(5);
  });

  test("no failure: an issuer that was down works once it is up", async () => {
    const provider = await openProvider();
    const clients = new OidcClients();
    const discovery = provider.answers["/.well-known/openid-configuration"];
    provider.answers["/.well-known/openid-configuration"] = () => 503;
    await expect(redeem(provider, { clients })).rejects.toMatchObject({ status: 503 });
    provider.answers["/.well-known/openid-configuration"] = discovery ?? (() => 503);
    await expect(redeem(provider, { clients })).resolves.toBeDefined();
  });
});
