import { afterEach, describe, expect, test } from "vitest";
import type { Idps, IdpsOptions, SamlFacts } from "../../../harness/idp/port.ts";
import { oidcShape, PROFILES, samlShape } from "../../../harness/idp/profiles/index.ts";
import { sampleOidcSpec, sampleSamlSpec } from "../../../harness/idp/sample.ts";
import { open, posted, type Page } from "../saml/support/browser.ts";
import { authnRequest, redirectUrl } from "../saml/support/request.ts";
import { formAction, Jar, REDIRECT_URI, relyingParty, signIn, Started } from "../support.ts";

/** What a vendor's IdP makes of whom a request hints at, and in which words it refuses. */
const started = new Started();
afterEach(() => started.end());

const OIDC = Object.entries(PROFILES).flatMap(([name, { oidc }]) => (oidc === null ? [] : [name]));
const SAML = Object.entries(PROFILES).flatMap(([name, { saml }]) => (saml === null ? [] : [name]));

const PEOPLE = ["ada@acme.test", "bob@acme.test", "eve@else.test"].map((email) => {
  const [key = ""] = email.split("@");
  return { key, claims: { subject: `${key}-1`, email } };
});

const ADA = { key: "ada", claims: { subject: "ada-1", email: "ada@acme.test" } };

describe("OpenID Connect", () => {
  async function browser(profile: string, session?: IdpsOptions["session"]) {
    const spec = { ...sampleOidcSpec(profile), client_secret: "app-secret", redirect_uris: [REDIRECT_URI] };
    const idps = await started.idps({ connections: [spec], ...(session === undefined ? {} : { session }) });
    for (const person of PEOPLE) idps.admit(spec.name, person);
    const { config, facts } = await relyingParty(idps, spec);
    const jar = new Jar();
    if (session !== undefined) await signIn(config, { jar, person: "ada" });
    const ask = async (parameters: Record<string, string>) => {
      const query = { client_id: "app", response_type: "code", redirect_uri: REDIRECT_URI, scope: "openid" };
      const address = `${facts.authorization_endpoint}?${new URLSearchParams({ ...query, ...parameters }).toString()}`;
      const { url, response } = await jar.navigate(address);
      const html = response === null ? "" : await response.text();
      return { url, html, cards: [...html.matchAll(/name="person" value="([^"]+)"/g)].map(([, key]) => key) };
    };
    /** What the SP is sent. */
    const told = ({ url }: { readonly url: string }) => {
      const { iss: _, ...rest } = Object.fromEntries(new URL(url).searchParams);
      return rest;
    };
    const press = async (
      page: { readonly url: string; readonly html: string },
      kind: "cancel" | "pick" | "unassigned",
    ) =>
      await jar.navigate(new URL(formAction(page.html, kind), page.url).href, {
        method: "POST",
        body: new URLSearchParams({ person: "ada" }),
      });
    const tamper = (name: string) => idps.arm(spec.name, "ada", { name, parameters: {} });
    const assign = (assigned: boolean) => idps.admit(spec.name, { ...ADA, ...(assigned ? {} : { assigned: false }) });
    const next = () => idps.next({ person: "ada", connection: spec.name });
    return { ask, told, press, tamper, assign, next };
  }

  test.each(OIDC)("%s: a login_hint is on the page, whoever was admitted last", async (profile) => {
    const { ask } = await browser(profile);
    expect((await ask({ login_hint: "ada@acme.test" })).cards[0]).toBe("ada");
    expect((await ask({})).cards[0]).toBe("eve");
  });

  test.each([
    ["entra", "page"],
    ["google", "page"],
    ["okta", "code"],
    ["keycloak", "code"],
    ["plain", "code"],
  ])("%s: a kept session, and the hint at somebody else (%s)", async (profile, ends) => {
    const { ask, told } = await browser(profile, "keep");
    const asked = await ask({ login_hint: "bob@acme.test" });
    expect(asked.html === "" ? Object.keys(told(asked)) : "page").toEqual(ends === "page" ? "page" : ["code"]);
    const silent = told(await ask({ login_hint: "bob@acme.test", prompt: "none" }));
    expect(silent).toEqual(ends === "page" ? oidcShape(profile).silent : { code: expect.any(String) });
    expect(Object.keys(told(await ask({ login_hint: "ada@acme.test" })))).toEqual(["code"]);
  });

  test.each([
    ["entra", "domain_hint"],
    ["adfs", "domain_hint"],
    ["google", "hd"],
  ])("%s: %s shows the people of a domain, and keeps nobody out", async (profile, name) => {
    const { ask } = await browser(profile);
    expect((await ask({ [name]: "ACME.test" })).cards).toEqual(["bob", "ada"]);
    expect((await ask({ [name]: "cme.test" })).cards).toHaveLength(3);
    expect((await ask({ [name]: "else.test", login_hint: "ada@acme.test" })).cards).toEqual(["ada", "eve"]);
  });

  test.each(["okta", "keycloak", "plain"])("%s: no parameter names a domain", async (profile) => {
    const { ask } = await browser(profile);
    for (const name of ["domain_hint", "hd"]) expect((await ask({ [name]: "acme.test" })).cards).toHaveLength(3);
  });

  test.each(OIDC)("%s: of prompt's values those ask that do at the vendor, and none never does", async (profile) => {
    const { ask } = await browser(profile, "keep");
    const asking: string[] = [];
    for (const prompt of ["login", "select_account", "create", "consent", "none"])
      if ((await ask({ prompt })).html !== "") asking.push(prompt);
    expect(asking).toEqual(["login", "select_account", "create"].filter((one) => EXPECTED[profile]?.includes(one)));
  });
  const ALL = ["login", "select_account", "create"];
  const EXPECTED: { readonly [profile: string]: readonly string[] } = {
    plain: ALL,
    okta: ["login"],
    entra: ALL,
    google: ["select_account"],
    adfs: ["login"],
    onelogin: ["login"],
    ping: ALL,
    keycloak: ["login", "create"],
    auth0: ALL,
    jumpcloud: ALL,
  };

  test("one of several values that has no effect takes no other with it; what nobody knows is refused", async () => {
    const { ask, told } = await browser("google", "keep");
    expect((await ask({ prompt: "login select_account" })).cards).toHaveLength(3);
    expect(Object.keys(told(await ask({ prompt: "login consent", scope: "openid offline_access" })))).toEqual(["code"]);
    expect(told(await ask({ prompt: "bogus" }))).toMatchObject({ error: "invalid_request" });
  });

  test.each(OIDC)("%s refuses in its own words: cancelled, silent, not assigned", async (profile) => {
    const { ask, told, press } = await browser(profile);
    const shape = oidcShape(profile);
    expect(told(await ask({ prompt: "none", state: "s" }))).toEqual({ ...shape.silent, state: "s" });
    const page = await ask({ state: "s" });
    expect(told(await press(page, "cancel"))).toEqual({ ...shape.cancelled, state: "s" });
    const other = await ask({ state: "s" });
    const refused = await press(other, "unassigned");
    const form = shape.unassigned("app");
    if ("page" in form) {
      expect(refused.response?.status).toBe(403);
      expect(await refused.response?.text()).toContain(form.page.replaceAll("'", "&#39;"));
    } else expect(told(refused)).toEqual({ ...form, state: "s" });
  });

  test.each(OIDC)(
    "%s turns away whom the application is not given to, by the card and chosen beforehand",
    async (profile) => {
      const { ask, told, press, assign, next } = await browser(profile);
      const form = oidcShape(profile).unassigned("app");
      const expectRefused = async ({ url, response, html }: Awaited<ReturnType<typeof press>> & { html?: string }) => {
        if ("page" in form) expect(html ?? (await response?.text())).toContain(form.page.replaceAll("'", "&#39;"));
        else expect(told({ url })).toEqual({ ...form, state: "s" });
      };
      assign(false);
      const page = await ask({ state: "s" });
      expect(page.html).toContain("Not assigned to this application");
      await expectRefused(await press(page, "pick"));
      next();
      await expectRefused({ response: null, ...(await ask({ state: "s" })) });
      assign(true);
      next();
      expect(Object.keys(told(await ask({})))).toEqual(["code"]);
    },
  );

  test("a kept session of somebody to whom it is not given any more is turned away, unless another may be chosen", async () => {
    const { ask, told, assign } = await browser("keycloak", "keep");
    expect(Object.keys(told(await ask({})))).toEqual(["code"]);
    assign(false);
    expect(told(await ask({}))).toEqual(oidcShape("keycloak").unassigned("app"));
    expect(told(await ask({ prompt: "none" }))).toEqual(oidcShape("keycloak").silent);
    expect((await ask({ prompt: "login" })).cards).toHaveLength(3);
  });

  test.each([
    ["okta", oidcShape("okta").unassigned("app")],
    ["google", oidcShape("google").cancelled],
  ])("%s: the tamper access-denied has its words, where it says anything to an SP", async (profile, words) => {
    const { ask, told, press, tamper } = await browser(profile);
    tamper("access-denied");
    const page = await ask({ state: "s" });
    expect(told(await press(page, "pick"))).toEqual({ ...words, state: "s" });
  });

  test("Entra's are numbered, and name the application; Okta's and Keycloak's are theirs", () => {
    expect(oidcShape("entra").unassigned("app")).toEqual({
      error: "access_denied",
      error_description: expect.stringMatching(/^AADSTS50105: .*'app'/),
    });
    expect(oidcShape("okta").unassigned("app")).toMatchObject({
      error_description: "User is not assigned to the client application.",
    });
    expect([oidcShape("keycloak").cancelled, oidcShape("google").silent]).toEqual([
      { error: "access_denied" },
      { error: "interaction_required" },
    ]);
  });
});

describe("SAML", () => {
  async function idpOf(profile: string, changes: object = {}, session?: IdpsOptions["session"]) {
    const spec = { ...sampleSamlSpec(profile), ...changes };
    const idps: Idps = await started.idps({ connections: [spec], ...(session === undefined ? {} : { session }) });
    for (const person of PEOPLE) idps.admit(spec.name, person);
    return {
      facts: (await idps.facts(spec.name)) as SamlFacts,
      unassign: () => idps.admit(spec.name, { ...ADA, assigned: false }),
    };
  }
  const asked = async (profile: string, body: string, more = "", changes: object = {}): Promise<Page> => {
    const idp = await idpOf(profile, changes);
    return await open(`${redirectUrl(idp, authnRequest({ issuer: "app", body }))}${more}`);
  };
  const NAMED =
    '<saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified">ada@acme.test</saml:NameID></saml:Subject>';

  test.each(SAML)("%s: a Subject is whom the page shows first, or is refused as the vendor does", async (profile) => {
    const page = await asked(profile, NAMED);
    const form = samlShape(profile).request_subject;
    if (form === "first") expect(page.cards[0]).toBe("ada");
    else expect([page.status, page.html]).toEqual([400, expect.stringContaining("AADSTS900236")]);
  });

  test("a connection that honours a Subject goes before its profile", async () => {
    const page = await asked("entra", NAMED, "", {
      honours: ["subject"],
      name_id: "emailAddress",
      name_id_of: "email",
    });
    expect(page.cards).toEqual(["ada"]);
  });

  test("entra hears login_hint and whr beside the request, others do not", async () => {
    expect((await asked("entra", "", "&login_hint=ada%40acme.test")).cards[0]).toBe("ada");
    expect((await asked("entra", "", "&whr=acme.test")).cards).toEqual(["bob", "ada"]);
    expect((await asked("okta", "", "&login_hint=ada%40acme.test&whr=acme.test")).cards).toEqual(["eve", "bob", "ada"]);
  });

  test.each(SAML)("%s refuses in its own words: cancelled, passive, not assigned", async (profile) => {
    const shape = samlShape(profile);
    const page = await asked(profile, "");
    const press = (kind: string) => open(page.forms.find((form) => form.kind === kind)?.action ?? "", {});
    const status = (answer: Page) => {
      const { xml } = posted(answer);
      const [, second = ""] = [...xml.matchAll(/StatusCode Value="[^"]*:([A-Za-z]+)"/g)].map(([, code]) => code);
      const message = /<samlp:StatusMessage>([^<]*)</.exec(xml)?.[1];
      return message === undefined ? { status: second } : { status: second, message };
    };
    expect(status(await press("cancel"))).toEqual(shape.cancelled);
    const idp = await idpOf(profile);
    const passive = authnRequest({ issuer: "app", attributes: { IsPassive: "true" } });
    expect(status(await open(redirectUrl(idp, passive)))).toEqual(shape.silent);
    const refused = await press("unassigned");
    idp.unassign();
    const chosen = await open(redirectUrl(idp, authnRequest({ issuer: "app" })));
    const pick = chosen.forms.find((form) => form.kind === "pick")?.action ?? "";
    const turned = await open(pick, { person: "ada" });
    if ("page" in shape.unassigned) expect([turned.status, turned.html]).toEqual([refused.status, refused.html]);
    else expect(status(turned)).toEqual(shape.unassigned);
    if ("page" in shape.unassigned) {
      expect([refused.status, refused.html]).toEqual([403, expect.stringContaining(shape.unassigned.page)]);
    } else expect(status(refused)).toEqual(shape.unassigned);
  });
});
