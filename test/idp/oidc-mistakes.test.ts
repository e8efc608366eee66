import { afterEach, describe, expect, test } from "vitest";
import { ADA, authorize, formAction, Jar, oidcSpec, REDIRECT_URI, relyingParty, signIn, Started } from "./support.ts";

const started = new Started();
afterEach(() => started.end());

const BOB = { key: "bob", claims: { subject: "k3x9q2ab-bob", email: "bob@acme.test" } };

async function acme() {
  const spec = oidcSpec();
  const idps = await started.idps({ connections: [spec] });
  for (const person of [ADA, BOB]) idps.admit(spec.name, person);
  return { idps, ...(await relyingParty(idps, spec)) };
}

describe("the token endpoint says which mistake it was", () => {
  async function ask(changes: Readonly<Record<string, string>>, { secret = "app-secret", id = "app", times = 1 } = {}) {
    const { config, facts } = await acme();
    const { back, verifier } = await authorize(config);
    const code = back.searchParams.get("code") ?? "";
    const grant = { grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI, code_verifier: verifier };
    const headers = { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` };
    let answer = new Response();
    for (let time = 0; time < times; time++) {
      const body = new URLSearchParams({ ...grant, ...changes });
      answer = await fetch(facts.token_endpoint, { method: "POST", headers, body });
    }
    return (await answer.json()) as { readonly error: string; readonly error_description: string };
  }

  test.each([
    ["another verifier", { code_verifier: "w".repeat(50) }, {}, "invalid_grant", "code_verifier does not match"],
    [
      "another address",
      { redirect_uri: "http://sp/\u{e4}" },
      {},
      "invalid_grant",
      "redirect_uri mismatch, http://sp/? is",
    ],
    ["a code used twice", {}, { times: 2 }, "invalid_grant", "already consumed"],
    ["a made-up refresh token", { grant_type: "refresh_token", refresh_token: "x" }, {}, "invalid_grant", "not found"],
    ["a wrong secret", {}, { secret: "wrong" }, "invalid_client", "invalid secret"],
    ["another client", {}, { id: "other" }, "invalid_client", "client not found, this connection has app"],
  ])("%s", async (_, changes, how, error, says) => {
    const said = await ask(changes, how);
    expect(said.error).toBe(error);
    expect(said.error_description).toContain(says);
  });
});

describe("somebody who is asked for by name", () => {
  async function pickedBy(extra: (idToken: string) => Readonly<Record<string, string>>, key: string) {
    const { config, facts } = await acme();
    const { id_token = "" } = await signIn(config);
    const query = { client_id: "app", response_type: "code", scope: "openid", redirect_uri: REDIRECT_URI };
    const jar = new Jar();
    const asked = new URLSearchParams({ ...query, state: "s", ...extra(id_token) }).toString();
    const { url, response } = await jar.navigate(`${facts.authorization_endpoint}?${asked}`);
    const html = (await response?.text()) ?? "";
    const first = /name="person" value="([^"]+)"/.exec(html)?.[1];
    const action = new URL(formAction(html, "pick"), url).href;
    const back = await jar.navigate(action, { method: "POST", body: new URLSearchParams({ person: key }) });
    return { first, back: new URL(back.url).searchParams };
  }

  const ways: readonly (readonly [string, (idToken: string) => Readonly<Record<string, string>>])[] = [
    ["id_token_hint", (id_token_hint) => ({ id_token_hint })],
    ["sub in claims", () => ({ claims: JSON.stringify({ id_token: { sub: { value: ADA.claims.subject } } }) })],
  ];

  test.each(ways)("%s: stands first, and is answered", async (_, extra) => {
    const { first, back } = await pickedBy(extra, ADA.key);
    expect(first).toBe(ADA.key);
    expect(back.get("code")).not.toBeNull();
  });

  test.each(ways)("%s: somebody else gets no code", async (_, extra) => {
    const { back } = await pickedBy(extra, BOB.key);
    expect(back.get("code")).toBeNull();
    expect(back.get("error")).toBe("login_required");
  });
});
