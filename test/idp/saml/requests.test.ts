import { deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { CONNECTION, startIdp } from "./support/idp.ts";
import type { RunningIdp } from "./support/idp.ts";
import { cancel, open, pick, posted } from "./support/browser.ts";
import type { Page } from "./support/browser.ts";
import { authnRequest, postFields, redirectUrl } from "./support/request.ts";
import type { RequestParts } from "./support/request.ts";

const STATUS = "urn:oasis:names:tc:SAML:2.0:status";

/** Sends the request by each binding; both must answer alike. */
async function ask(idp: RunningIdp, xml: string): Promise<readonly Page[]> {
  return [await open(redirectUrl(idp, xml)), await open(idp.facts.sso_url, postFields(xml))];
}

async function expectRefusal(pages: readonly Page[], ...says: readonly string[]): Promise<void> {
  for (const page of pages) {
    expect(page.status).toBe(400);
    expect(page.html).not.toContain("SAMLResponse");
    expect(page.html).not.toMatch(/\bat .*\.ts:\d+/);
    for (const text of says) expect(page.html).toContain(text);
  }
}

describe("a request that does not fit the connection is refused with a page that explains", () => {
  const refused: readonly (readonly [string, RequestParts, readonly string[]])[] = [
    ["an unknown issuer", { issuer: "urn:evil" }, ["Unknown service provider", "urn:evil", "urn:acme-app"]],
    ["no issuer text", { issuer: "" }, ["Unknown service provider", "empty"]],
    [
      "a foreign ACS",
      { attributes: { AssertionConsumerServiceURL: "http://evil.test/acs" } },
      ["Foreign assertion consumer service", "http://evil.test/acs", "http://localhost:9/acs"],
    ],
    [
      "an ACS that only begins like ours",
      { attributes: { AssertionConsumerServiceURL: "http://localhost:9/acs/../x" } },
      ["Foreign assertion consumer service"],
    ],
    [
      "an ACS by address and by index",
      { attributes: { AssertionConsumerServiceURL: "http://localhost:9/acs", AssertionConsumerServiceIndex: "0" } },
      ["Ambiguous assertion consumer service"],
    ],
    ["another Destination", { attributes: { Destination: "http://127.0.0.1:1/sso" } }, ["meant for another address"]],
    [
      "an answer by another binding",
      { attributes: { ProtocolBinding: "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact" } },
      ["HTTP-Artifact"],
    ],
    ["another version", { attributes: { Version: "1.1" } }, ["Version must be", "1.1"]],
    ["an ID that is none", { attributes: { ID: "4 2" } }, ["ID must be an xs:ID"]],
    ["markup in what it asks", { issuer: "&lt;script&gt;alert(1)&lt;/script&gt;" }, ["&lt;script&gt;alert(1)"]],
  ];
  test.each(refused)("%s", async (_title, parts, says) => {
    const idp = await startIdp();
    await expectRefusal(await ask(idp, authnRequest(parts)), ...says);
  });
});

describe("XML that is hostile or broken is refused", () => {
  const bomb = `<!DOCTYPE a [<!ENTITY l0 "lol">${Array.from(
    { length: 12 },
    (_, index) => `<!ENTITY l${index + 1} "${`&l${index};`.repeat(10)}">`,
  ).join("")}]>`;
  const hostile: readonly (readonly [string, string, string])[] = [
    ["a bomb of entities", bomb + authnRequest({ issuer: "&l12;" }), "DOCTYPE"],
    [
      "an external entity",
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${authnRequest({ issuer: "&x;" })}`,
      "DOCTYPE",
    ],
    ["nesting that is less deep", authnRequest({ body: "<a>".repeat(200) + "</a>".repeat(200) }), "too deeply"],
    ["a doctype in small letters", `<!doctype a>${authnRequest()}`, "DOCTYPE"],
    ["an unknown entity", authnRequest({ issuer: "&x;" }), "The XML is refused"],
    ["no XML", "hello", "The XML is refused"],
    ["an unclosed element", authnRequest().slice(0, -3), "The XML is refused"],
    ["two roots", authnRequest() + authnRequest(), "The XML is refused"],
    [
      "another message",
      `<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"/>`,
      "not an AuthnRequest",
    ],
    ["another namespace", `<AuthnRequest ID="_1" Version="2.0" IssueInstant="x"/>`, "not an AuthnRequest"],
    ["no Issuer", authnRequest().replace(/<saml:Issuer>.*<\/saml:Issuer>/, ""), "Issuer must be present"],
    ["deep nesting", authnRequest({ body: "<a>".repeat(20_000) + "</a>".repeat(20_000) }), "too deeply"],
  ];
  test.each(hostile)("%s", async (_title, xml, says) => {
    const idp = await startIdp();
    await expectRefusal(await ask(idp, xml), says);
  });
});

describe("an encoding that is broken is refused", () => {
  const messages: readonly (readonly [string, string, string])[] = [
    ["nothing at all", "", "not base64"],
    ["garbage", "%%%!", "not base64"],
    ["base64 of noise", Buffer.alloc(64, 0xc3).toString("base64"), "does not inflate"],
    ["XML that was not deflated", Buffer.from(authnRequest()).toString("base64"), "does not inflate"],
    ["a bomb of DEFLATE", deflateRawSync(Buffer.alloc(5_000_000)).toString("base64"), "does not inflate"],
    ["UTF-16", deflateRawSync(Buffer.from(authnRequest(), "utf16le")).toString("base64"), "The XML is refused"],
    ["bytes that are no UTF-8", deflateRawSync(Buffer.from([0x3c, 0xff, 0xfe])).toString("base64"), "not UTF-8"],
  ];
  test.each(messages)("%s", async (_title, message, says) => {
    const idp = await startIdp();
    await expectRefusal(
      [await open(`${idp.facts.sso_url}?${new URLSearchParams({ SAMLRequest: message }).toString()}`)],
      says,
    );
  });

  test.each([
    ["query", "was not deflated", "HTTP-Redirect"],
    ["form", "is deflated", "HTTP-POST"],
  ])("the other binding's encoding in a %s is told as that", async (place, says, binding) => {
    const { facts } = await startIdp();
    const deflated = deflateRawSync(Buffer.from(authnRequest())).toString("base64");
    const page =
      place === "form"
        ? await open(facts.sso_url, { SAMLRequest: deflated })
        : await open(`${facts.sso_url}?${new URLSearchParams(postFields(authnRequest())).toString()}`);
    await expectRefusal([page], says, binding);
  });

  test("a message that came twice, none, or too large a one by POST", async () => {
    const idp = await startIdp();
    const url = redirectUrl(idp, authnRequest());
    await expectRefusal([await open(`${url}&SAMLRequest=x`)], "SAMLRequest came more than once");
    await expectRefusal([await open(`${url}&RelayState=a&RelayState=b`)], "RelayState came more than once");
    await expectRefusal(
      [await open(idp.facts.sso_url), await open(idp.facts.sso_url, { a: "b" })],
      "needs a SAMLRequest",
    );
    const large = await open(idp.facts.sso_url, postFields(authnRequest({ body: " ".repeat(300_000) })));
    await expectRefusal([large], "larger than");
    expect((await open(idp.facts.sso_url, { SAMLRequest: "A".repeat(2_000_000) })).status).toBe(413);
  });
});

test("the Response goes to the address that was asked, or to the first", async () => {
  const idp = await startIdp({ acs: ["http://localhost:9/acs", "http://localhost:9/second?org=acme&x=1"] });
  const asked = { AssertionConsumerServiceURL: "http://localhost:9/second?org=acme&amp;x=1" };
  const to = async (parts: RequestParts): Promise<string> => {
    const { action, xml } = posted(await pick(await open(redirectUrl(idp, authnRequest(parts))), "ada"));
    const inXml = action.replace("&", "&amp;");
    expect(xml).toContain(`Destination="${inXml}"`);
    expect(xml).toContain(`Recipient="${inXml}"`);
    return action;
  };
  expect(await to({ attributes: asked })).toBe("http://localhost:9/second?org=acme&x=1");
  expect(await to({})).toBe("http://localhost:9/acs");
});

test("what a Response says of the request and of its own use", async () => {
  const idp = await startIdp();
  const before = Date.now();
  const { xml } = posted(await pick(await open(redirectUrl(idp, authnRequest({ id: "_4711" }))), "ada"));
  expect(xml.match(/InResponseTo="_4711"/g)?.length).toBe(2);
  expect(xml).toContain("<saml:Audience>urn:acme-app</saml:Audience>");
  expect(xml).toContain(`<saml:Issuer>${idp.facts.entity_id}</saml:Issuer>`);
  expect(xml).toContain('Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"');
  const at = (name: string): number => Date.parse(new RegExp(`${name}="([^"]+)"`).exec(xml)?.[1] ?? "");
  expect(at("NotBefore")).toBeLessThan(before);
  expect(at("NotOnOrAfter")).toBeGreaterThan(before + 60_000);
  const ids = [...xml.matchAll(/ ID="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(2);
});

test("RelayState comes back unchanged, whatever it holds, and stays away where none came", async () => {
  const idp = await startIdp();
  const back = async (parameters: Readonly<Record<string, string>>): Promise<string | undefined> =>
    posted(await pick(await open(redirectUrl(idp, authnRequest(), parameters)), "ada")).relayState;
  for (const RelayState of ["", `"><script>alert(1)</script>'&amp; ü 🤔`, "x".repeat(2000)]) {
    expect(await back({ RelayState })).toBe(RelayState);
  }
  expect(await back({})).toBeUndefined();
});

test("cancel answers Responder with AuthnFailed below it, and no assertion", async () => {
  const idp = await startIdp();
  const login = await open(redirectUrl(idp, authnRequest({ id: "_c" }), { RelayState: "r" }));
  const { action, xml, relayState } = posted(await cancel(login));
  expect({ action, relayState }).toEqual({ action: "http://localhost:9/acs", relayState: "r" });
  expect(xml).toContain(
    `<samlp:StatusCode Value="${STATUS}:Responder"><samlp:StatusCode Value="${STATUS}:AuthnFailed"/></samlp:StatusCode>`,
  );
  expect(xml).toContain('InResponseTo="_c"');
  expect(xml).not.toContain("Assertion");
});

test.each(["true", "1"])(
  "IsPassive=%s is answered with NoPassive at once, since there is no session",
  async (IsPassive) => {
    const idp = await startIdp();
    const { xml } = posted(await open(redirectUrl(idp, authnRequest({ attributes: { IsPassive } }))));
    expect(xml).toContain(`<samlp:StatusCode Value="${STATUS}:NoPassive"/>`);
  },
);

test("ForceAuthn asks like any other request", async () => {
  const idp = await startIdp();
  const login = await open(redirectUrl(idp, authnRequest({ attributes: { ForceAuthn: "true", IsPassive: "false" } })));
  expect(login.status).toBe(200);
  expect(posted(await pick(login, "ada")).xml).toContain("<saml:Assertion");
});

describe("NameIDPolicy", () => {
  const format = (short: string): string =>
    `urn:oasis:names:tc:SAML:${short.startsWith("p") || short.startsWith("t") ? "2.0" : "1.1"}:nameid-format:${short}`;
  test.each([
    ["unspecified", "persistent", "persistent", "q1x-ada"],
    ["unspecified", "emailAddress", "unspecified", "q1x-ada"],
    ["persistent", "emailAddress", "persistent", "q1x-ada"],
    ["persistent", "unspecified", "persistent", "q1x-ada"],
    ["emailAddress", "persistent", "emailAddress", "ada.q1x@acme.test"],
    ["persistent", "transient", "persistent", "q1x-ada"],
  ] as const)("a connection of %s that is asked for %s answers %s", async (name_id, asked, answered, value) => {
    const idp = await startIdp({ name_id });
    const body = `<samlp:NameIDPolicy Format="${format(asked)}" AllowCreate="true"/>`;
    const { xml } = posted(await pick(await open(redirectUrl(idp, authnRequest({ body }))), "ada"));
    const [, written] = /<saml:NameID ([^>]*)>/.exec(xml) ?? [];
    expect(written).toContain(`Format="${format(answered)}"`);
    expect(xml).toContain(`>${value}</saml:NameID>`);
  });
});

test("the authentication context that was asked for is the one that is told", async () => {
  const idp = await startIdp();
  const context = (body: string): Promise<string> =>
    open(redirectUrl(idp, authnRequest({ body }))).then(async (page) => posted(await pick(page, "ada")).xml);
  const ref = "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:X509</saml:AuthnContextClassRef>";
  const asked = await context(`<samlp:RequestedAuthnContext Comparison="exact">${ref}</samlp:RequestedAuthnContext>`);
  expect(asked).toContain(ref);
  expect(await context("")).toContain("ac:classes:PasswordProtectedTransport<");
});

describe("the login page", () => {
  test("shows first whom the request's Subject names", async () => {
    const idp = await startIdp();
    for (let index = 0; index < 60; index++) {
      idp.idps.admit(CONNECTION, { key: `p${index}`, claims: { subject: `s${index}`, name: `Person ${index}` } });
    }
    const body = "<saml:Subject><saml:NameID>ada.q1x@acme.test</saml:NameID></saml:Subject>";
    const page = await open(redirectUrl(idp, authnRequest({ body })));
    expect(page.cards[0]).toBe("ada");
    expect(page.html).toContain("There are more people");
  });

  test("searches without sending the request again, and survives a reload", async () => {
    const idp = await startIdp();
    idp.idps.admit(CONNECTION, { key: "bob", claims: { subject: "q1x-bob", name: "Bob" } });
    const page = await open(idp.facts.sso_url, postFields(authnRequest()));
    const found = await open(`${page.url}?search=bob`);
    expect(found.cards).toEqual(["bob"]);
    expect(posted(await pick(found, "bob")).xml).toContain("q1x-bob");
    expect(posted(await pick(await open(page.url), "ada")).xml).toContain("q1x-ada");
  });

  test("says so when the sign-in or the person is not known", async () => {
    const idp = await startIdp();
    const base = idp.facts.sso_url.replace(/sso$/, "login");
    await expectRefusal(
      [await open(`${base}/nope`), await open(`${base}/nope`, { person: "ada" })],
      "sign-in is not known",
    );
    const page = await open(redirectUrl(idp, authnRequest()));
    await expectRefusal([await open(page.url, { person: "mallory<b>" })], "mallory&lt;b&gt;");
    await expectRefusal([await open(page.url, {})], "not known at this connection");
  });
});
