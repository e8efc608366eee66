import { afterAll, expect, test } from "vitest";
import { open, pick, posted } from "./saml/support/browser.ts";
import { ADA, CONNECTION, startIdp } from "./saml/support/idp.ts";
import { authnRequest, redirectUrl } from "./saml/support/request.ts";
import { ADA as OIDC_ADA, oidcSpec, Started } from "./support.ts";

/** Answers that are kept on their way to the SP, and sent on later. */
const started = new Started();
afterAll(() => started.end());

test("a Response is kept, and sent on as it was as often as somebody asks", async () => {
  const { idps, ...idp } = await startIdp();
  idps.keep(CONNECTION, ADA.key);
  const page = await pick(await open(redirectUrl(idp, authnRequest())), ADA.key);
  expect(page.html).toContain('data-jitterbug="kept"');
  const address = idps.kept(CONNECTION, ADA.key) ?? expect.fail("nothing was kept");
  const first = posted(await open(address));
  expect(first.xml).toContain("q1x-ada");
  expect(first.action).toBe("http://localhost:9/acs");
  expect(posted(await open(address))).toEqual(first);
});

test("the next sign-in is not kept, and what was kept is gone with the person", async () => {
  const { idps, ...idp } = await startIdp();
  expect(idps.kept(CONNECTION, ADA.key)).toBeNull();
  idps.keep(CONNECTION, ADA.key);
  await pick(await open(redirectUrl(idp, authnRequest())), ADA.key);
  const address = idps.kept(CONNECTION, ADA.key) ?? expect.fail("nothing was kept");
  expect(posted(await pick(await open(redirectUrl(idp, authnRequest())), ADA.key)).xml).toContain("q1x-ada");
  idps.dismiss(CONNECTION, ADA.key);
  expect((await open(address)).status).toBe(404);
});

test("a code goes on to another callback, and with another state", async () => {
  const [ours, theirs] = [oidcSpec(), oidcSpec({ name: "theirs", redirect_uris: ["http://localhost:9/theirs"] })];
  const idps = await started.idps({ connections: [ours, theirs] });
  for (const { name } of [ours, theirs]) idps.admit(name, OIDC_ADA);
  const one = await kept("one");
  const other = await kept("other");
  const at = async (query: string) => {
    const response = await fetch(`${one}${query}`, { redirect: "manual" });
    return new URL(response.headers.get("location") ?? expect.fail(`HTTP ${response.status}`));
  };
  const plain = await at("");
  expect(plain.href).toContain(ours.redirect_uris[0]);
  expect(plain.searchParams.get("state")).toBe("one");
  const elsewhere = await at("?to=theirs");
  expect(elsewhere.href).toMatch(/^http:\/\/localhost:9\/theirs\?/);
  expect(elsewhere.searchParams.get("code")).toBe(plain.searchParams.get("code"));
  const lent = await at(`?state_of=${other.replace(/^.*\//, "")}`);
  expect(lent.searchParams.get("state")).toBe("other");
  expect(lent.searchParams.get("code")).toBe(plain.searchParams.get("code"));
  const neighbours = await kept("neighbours", theirs);
  const crossed = await at(`?to=theirs&state_of=${neighbours.replace(/^.*\//, "")}`);
  expect(crossed.searchParams.get("state")).toBe("neighbours");
  expect(crossed.searchParams.get("code")).toBe(plain.searchParams.get("code"));
  // Without the state that was meant nothing would be shown, and nobody told.
  expect((await fetch(`${one}?state_of=nobodys`)).status).toBe(404);

  async function kept(state: string, spec = ours): Promise<string> {
    idps.keep(spec.name, OIDC_ADA.key);
    const facts = await idps.facts(spec.name);
    if (facts.protocol !== "oidc") throw new Error("not an OIDC connection");
    const query = new URLSearchParams({
      client_id: spec.client_id,
      redirect_uri: spec.redirect_uris[0] ?? "",
      response_type: "code",
      scope: "openid",
      state,
    });
    const cookies = new Map<string, string>();
    let response = await ask(`${facts.authorization_endpoint}?${query.toString()}`);
    response = await ask(`${response.url}/pick`, new URLSearchParams({ person: OIDC_ADA.key }));
    expect(await response.text()).toContain('data-jitterbug="kept"');
    return idps.kept(spec.name, OIDC_ADA.key) ?? expect.fail("nothing was kept");

    async function ask(url: string, body?: URLSearchParams): Promise<Response> {
      const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") };
      const answer = await fetch(url, { redirect: "manual", headers, ...(body && { method: "POST", body }) });
      for (const cookie of answer.headers.getSetCookie()) {
        const [name = "", value = ""] = (cookie.split(";")[0] ?? "").split("=");
        cookies.set(name, value);
      }
      const location = answer.headers.get("location");
      return location === null ? answer : ask(new URL(location, url).href);
    }
  }
});
