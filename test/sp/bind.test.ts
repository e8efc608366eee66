import { expect, test } from "vitest";
import { bind, bindBase } from "../../harness/sp/index.ts";
import { httpDriver, PLACE, sessionOf, startOf, targetOf } from "./support/target.ts";

const target = targetOf({
  base_url: "http://localhost:{{port}}/",
  start: startOf("", { env: { ISSUER: "{{connections.acme.issuer}}", URL: "{{base_url}}" } }),
  connections: [
    {
      protocol: "oidc",
      name: "acme",
      organization: "default",
      policy: {},
      roles: { mapped: {} },
      place: PLACE,
      client_id: "app",
      client_auth: "basic",
      redirect_uris: ["{{base_url}}/callback"],
      claims_in: ["id_token"],
      signing_alg: "RS256",
      claims: {},
      sign_in: [{ kind: "open", target: "/login?hint={{email}}&idp={{idps.url}}", place: PLACE }],
    },
  ],
  observe: {
    session: sessionOf(),
    accounts: [httpDriver({ request: { method: "GET", target: "/users?q={{ns}}&of={{base_url}}" } })],
    settle: 0,
  },
});

test("the base is bound first, the rest when the IdPs are known, and people stay templates", () => {
  const base = bindBase(target, { port: "4711" });
  expect(base.base_url).toBe("http://localhost:4711");
  expect(base.connections[0]).toMatchObject({ redirect_uris: ["http://localhost:4711/callback"] });
  expect(base.start?.env).toEqual({ ISSUER: "{{connections.acme.issuer}}", URL: "http://localhost:4711" });
  const variables = {
    port: "4711",
    base_url: base.base_url,
    "idps.url": "http://127.0.0.1:9",
    "connections.acme.issuer": "http://127.0.0.1:9/acme",
  };
  const whole = bind(base, variables);
  expect(whole.start?.env["ISSUER"]).toBe("http://127.0.0.1:9/acme");
  expect(whole.connections[0]?.sign_in[0]).toMatchObject({ target: "/login?hint={{email}}&idp=http://127.0.0.1:9" });
  expect(whole.observe.accounts[0]).toMatchObject({ request: { target: "/users?q={{ns}}&of=http://localhost:4711" } });
  expect(bind(whole, variables)).toEqual(whole);
});

test("what is sent to the SP may have members of any name", () => {
  const members = {
    place: "{{base_url}}",
    file: "{{base_url}}",
    dir: { auth: "{{base_url}}", file: ["{{base_url}}"] },
  };
  const account = {
    kind: "http" as const,
    request: { method: "POST" as const, target: "/" },
    headers: {},
    json: members,
    place: PLACE,
  };
  const seed = bindBase({ ...target, seed: { account } }, { port: "4711" }).seed.account;
  const url = "http://localhost:4711";
  expect(seed).toMatchObject({ json: { place: url, file: url, dir: { auth: url, file: [url] } }, place: PLACE });
});
