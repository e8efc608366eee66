import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Idps } from "../../harness/idp/port.ts";
import { startApache, type Apache } from "./support/apache.ts";
import { openBrowser, openIdps, signIn } from "./support/kit.ts";
import { ADA } from "./support/people.ts";
import { describeWith } from "./support/packages.ts";
import { TearDown } from "./support/tear-down.ts";

const CONNECTION = "apache-oidc";
const WHOAMI = "/openid/whoami";

type Change = (token: string) => string;
const UNCHANGED: Change = (token) => token;

/** What is done to a logout token on its way, and what mod_auth_openidc says of it then. */
const BROKEN: readonly (readonly [name: string, change: Change, reason: RegExp])[] = [
  ["another signature", (token) => `${token.slice(0, -8)}AAAAAAAA`, /signature verification failed/i],
  ["another audience", (token) => rewritten(token, { aud: "other" }), /signature verification failed/i],
  ["no token at all", () => "", /logout_token|parse/i],
];

describeWith(["apache2", "libapache2-mod-auth-openidc"], "mod_auth_openidc is told of a sign-out", () => {
  describe.each([true, false])("with a session's name: %s", (session) => {
    const suite = new TearDown();
    const each = new TearDown();
    let idps: Idps;
    let apache: Apache;
    let change = UNCHANGED;

    beforeAll(async () => {
      apache = await startApache(suite, async (origin) => {
        const at = await relay(suite, `${origin}/openid/callback?logout=backchannel`, (token) => change(token));
        const spec = {
          protocol: "oidc",
          name: CONNECTION,
          client_id: "witness-app",
          client_auth: "basic",
          redirect_uris: [`${origin}/openid/callback`],
          claims_in: ["id_token"],
          signing_alg: "RS256",
          claims: {},
          backchannel_logout: { at, session },
        } as const;
        idps = await openIdps(suite, [spec]);
        idps.admit(CONNECTION, ADA);
        const facts = await idps.facts(CONNECTION);
        if (facts.protocol !== "oidc") throw new Error("not an OIDC connection");
        return {
          modules: ["auth_openidc"],
          whoami: [WHOAMI],
          directives: `
OIDCProviderMetadataURL ${facts.discovery_url}
OIDCClientID ${facts.client_id}
OIDCClientSecret ${facts.client_secret}
OIDCRedirectURI ${origin}/openid/callback
OIDCCryptoPassphrase witness
OIDCRemoteUserClaim sub
<Location "/openid">
  AuthType openid-connect
  Require valid-user
</Location>`,
        };
      });
    });
    afterAll(() => suite.end());
    afterEach(async () => {
      change = UNCHANGED;
      await each.end();
    });

    test("ends the session of the person", async () => {
      const browser = openBrowser(each);
      await signIn(browser, `${apache.origin}${WHOAMI}`, ADA);
      expect((await apache.whoami(browser, WHOAMI))?.get("REMOTE_USER")).toBe("w1t-ada");
      const out = await idps.logout(CONNECTION, ADA.key);
      expect(out?.told, await apache.errors()).toEqual([
        { connection: CONNECTION, client_id: "witness-app", answered: true, uri: expect.any(String) as string },
      ]);
      expect(await apache.whoami(browser, WHOAMI)).toBeNull();
    });

    test.each(BROKEN)("and keeps it where the token has %s, which is told", async (_, broken, reason) => {
      const browser = openBrowser(each);
      await signIn(browser, `${apache.origin}${WHOAMI}`, ADA);
      await apache.errors();
      change = broken;
      const out = await idps.logout(CONNECTION, ADA.key);
      expect(out?.told?.map(({ problem }) => problem)).toEqual([expect.stringMatching(/got: 400/)]);
      expect(await apache.errors()).toMatch(reason);
      expect((await apache.whoami(browser, WHOAMI))?.get("REMOTE_USER")).toBe("w1t-ada");
    });
  });
});

/** Passes on what is posted to it, the token changed, and what is answered to that. */
async function relay(tearDown: TearDown, to: string, change: Change): Promise<string> {
  const server = createServer((req, res) => {
    let text = "";
    req.setEncoding("utf8").on("data", (part: string) => (text += part));
    req.on("end", () => {
      const body = new URLSearchParams({ logout_token: change(new URLSearchParams(text).get("logout_token") ?? "") });
      fetch(to, { method: "POST", body, redirect: "manual" }).then(
        ({ status }) => res.writeHead(status).end(),
        () => res.destroy(),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  tearDown.add(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

function rewritten(token: string, claims: object): string {
  const [header, payload = "", signature] = token.split(".");
  const told = { ...(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as object), ...claims };
  return [header, Buffer.from(JSON.stringify(told)).toString("base64url"), signature].join(".");
}
