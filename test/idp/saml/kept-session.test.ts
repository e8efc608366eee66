import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import type { SamlFacts, SamlSpec } from "../../../harness/idp/port.ts";
import { startIdps } from "../../../harness/idp/index.ts";
import { formAction, Jar } from "../support.ts";
import { ADA, CONNECTION } from "./support/idp.ts";
import { authnRequest, postFields, redirectUrl } from "./support/request.ts";

const BOB = { key: "bob", claims: { subject: "q1x-bob", name: "Bob" } };

afterEach(() => {
  vi.useRealTimers();
});

async function start(changes: Partial<SamlSpec> = {}) {
  const spec: SamlSpec = {
    protocol: "saml",
    name: CONNECTION,
    sp_entity_id: "urn:acme-app",
    acs: ["http://localhost:9/acs"],
    name_id: "persistent",
    sign: "assertion",
    attributes: {},
    ...changes,
  };
  const idps = await startIdps({ listen: "127.0.0.1:0", connections: [spec], stateDir: null, session: "keep" });
  onTestFinished(() => idps.close());
  for (const person of [ADA, BOB]) idps.admit(CONNECTION, person);
  const facts = (await idps.facts(CONNECTION)) as SamlFacts;
  const jar = new Jar();
  const land = async (url: string, init?: RequestInit): Promise<string> => {
    const { url: at, response } = await jar.navigate(url, init);
    const html = (await response?.text()) ?? "";
    const message = /name="SAMLResponse" value="([^"]+)"/.exec(html)?.[1];
    return message === undefined ? `${at}\n${html}` : Buffer.from(message, "base64").toString("utf8");
  };
  const ask = (attributes: Readonly<Record<string, string>> = {}) =>
    land(redirectUrl({ facts }, authnRequest({ attributes })));
  const pick = async (page: string, person: string) => {
    const [at = ""] = page.split("\n");
    const body = new URLSearchParams({ person });
    return await land(new URL(formAction(page, "pick"), at).href, { method: "POST", body });
  };
  return { idps, facts, jar, ask, land, pick };
}

const instant = (xml: string): string => /AuthnInstant="([^"]+)"/.exec(xml)?.[1] ?? "none";

test("a session that is kept answers by itself, IsPassive too, and says when that was", async () => {
  const { ask, pick } = await start();
  const first = await pick(await ask(), "ada");
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
  for (const attributes of [{}, { IsPassive: "true" }]) {
    const again = await ask(attributes);
    expect(again).toContain(">q1x-ada<");
    expect(Date.parse(instant(first)) - Date.parse(instant(again))).toBeLessThan(1_000);
    expect(instant(again) < new Date(Date.now() - 50_000).toISOString()).toBe(true);
  }
});

test("ForceAuthn asks again, and whoever is picked then has the session", async () => {
  const { ask, pick } = await start();
  await pick(await ask(), "ada");
  const page = await ask({ ForceAuthn: "true" });
  expect(page).toContain('data-jitterbug="pick"');
  const forced = await pick(page, "bob");
  expect(forced).toContain(">q1x-bob<");
  expect(await ask()).toContain(">q1x-bob<");
});

test("IsPassive where nobody is signed in, or somebody else than is asked for, is told NoPassive", async () => {
  const { ask, pick, land, facts } = await start({ honours: ["subject"] });
  expect(await ask({ IsPassive: "true" })).toContain("status:NoPassive");
  await pick(await ask(), "bob");
  const named = authnRequest({
    attributes: { IsPassive: "true" },
    body: `<saml:Subject xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"><saml:NameID>q1x-ada</saml:NameID></saml:Subject>`,
  });
  expect(await land(redirectUrl({ facts }, named))).toContain("status:NoPassive");
});

test("a request by HTTP-POST finds it at its second step, where a cookie that is lax is sent", async () => {
  const { ask, pick, jar, facts } = await start();
  await pick(await ask(), "ada");
  const body = new URLSearchParams(postFields(authnRequest({ attributes: { IsPassive: "true" } })));
  const asked = await new Jar().fetch(facts.sso_url, { method: "POST", body });
  const answer = await jar.fetch(new URL(asked.headers.get("location") ?? "", facts.sso_url).href);
  expect(await answer.text()).toContain("SAMLResponse");
});

test("it is over by a sign-out, and with the person", async () => {
  const { idps, ask, pick, jar, facts } = await start();
  await pick(await ask(), "ada");
  const out = `${facts.sso_url.replace(/sso$/, "logout")}?person=ada`;
  expect(await (await jar.fetch(`${idps.origin}/connections/${CONNECTION}`)).text()).toContain("End the session of");
  expect(await (await jar.fetch(out)).text()).toContain("Signed out");
  expect(await ask({ IsPassive: "true" })).toContain("status:NoPassive");
  await pick(await ask(), "ada");
  idps.dismiss(CONNECTION, "ada");
  expect(await ask({ IsPassive: "true" })).toContain("status:NoPassive");
});
