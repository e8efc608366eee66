import { describe, expect, test } from "vitest";
import type { SamlSpec } from "../../../harness/idp/port.ts";
import { CONNECTION, startIdp } from "./support/idp.ts";
import type { RunningIdp } from "./support/idp.ts";
import { open, pick, posted, type Page } from "./support/browser.ts";
import { authnRequest, redirectUrl } from "./support/request.ts";
import { describeWithWitnesses, validate } from "./support/witness.ts";

const FORMAT = {
  persistent: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
  transient: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
  emailAddress: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
  unspecified: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
  kerberos: "urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos",
} as const;
const CLASSES = "urn:oasis:names:tc:SAML:2.0:ac:classes";

/** Asks with this content of the request. */
function ask(idp: RunningIdp, body: string): Promise<Page> {
  return open(redirectUrl(idp, authnRequest({ body })));
}

async function signedIn(idp: RunningIdp, body: string, person = "ada"): Promise<string> {
  return posted(await pick(await ask(idp, body), person)).xml;
}

function policy(attributes: Readonly<Record<string, string>>): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<samlp:NameIDPolicy${written.join("")}/>`;
}

/** A Response without an Assertion that says this. */
function expectStatus(xml: string, top: string, below: string): void {
  expect(xml).toMatch(new RegExp(`StatusCode Value="[^"]*:${top}"><samlp:StatusCode Value="[^"]*:${below}"/>`));
  expect(xml).not.toContain("<saml:Assertion");
}

describe("a connection that honours NameIDPolicy", () => {
  const honouring = (changes: Partial<SamlSpec> = {}): Promise<RunningIdp> =>
    startIdp({ honours: ["name_id_policy"], ...changes });

  test.each([
    ["persistent", "emailAddress", "emailAddress", />ada\.q1x@acme\.test</],
    ["emailAddress", "persistent", "persistent", />q1x-ada</],
    ["persistent", "transient", "transient", />_[0-9a-f]{40}</],
    ["transient", "persistent", "persistent", />q1x-ada</],
    ["emailAddress", "unspecified", "emailAddress", />ada\.q1x@acme\.test</],
    ["unspecified", "emailAddress", "emailAddress", />ada\.q1x@acme\.test</],
  ] as const)("has %s, is asked for %s, and answers %s", async (name_id, asked, answered, value) => {
    const xml = await signedIn(await honouring({ name_id }), policy({ Format: FORMAT[asked], AllowCreate: "true" }));
    expect(xml).toMatch(new RegExp(`<saml:NameID Format="${FORMAT[answered]}"[^>]*${value.source}`));
  });

  test("a username as NameID stays that of the connection's own format alone", async () => {
    const idp = await honouring({ name_id: "emailAddress", name_id_of: "preferred_username" });
    expect(await signedIn(idp, "")).toContain(">ada.q1x</saml:NameID>");
    expect(await signedIn(idp, policy({ Format: FORMAT.emailAddress }))).toContain(">ada.q1x</saml:NameID>");
    expect(await signedIn(idp, policy({ Format: FORMAT.persistent }))).toContain(">q1x-ada</saml:NameID>");
  });

  test.each([
    ["a format that is not given here", { Format: FORMAT.kerberos }],
    ["an encrypted one", { Format: "urn:oasis:names:tc:SAML:2.0:nameid-format:encrypted" }],
    ["another SP's namespace", { Format: FORMAT.persistent, SPNameQualifier: "urn:affiliation" }],
  ])("is asked for %s, and answers InvalidNameIDPolicy without asking anybody", async (_title, attributes) => {
    const { xml } = posted(await ask(await honouring(), policy(attributes)));
    expectStatus(xml, "Requester", "InvalidNameIDPolicy");
  });

  test("takes the SP's own namespace", async () => {
    const own = policy({ Format: FORMAT.persistent, SPNameQualifier: "urn:acme-app", AllowCreate: "true" });
    expect(await signedIn(await honouring(), own)).toContain('SPNameQualifier="urn:acme-app"');
  });

  test("answers InvalidNameIDPolicy where this person has no such name", async () => {
    const idp = await honouring();
    idp.idps.admit(CONNECTION, { key: "bob", claims: { subject: "q1x-bob", email: "" } });
    idp.idps.admit(CONNECTION, { key: "eve", claims: { email: "eve@acme.test" } });
    expectStatus(
      await signedIn(idp, policy({ Format: FORMAT.emailAddress }), "bob"),
      "Requester",
      "InvalidNameIDPolicy",
    );
    expectStatus(await signedIn(idp, policy({ Format: FORMAT.persistent }), "eve"), "Requester", "InvalidNameIDPolicy");
  });

  test("does not look at AllowCreate, as most do not", async () => {
    expect(await signedIn(await honouring(), policy({ AllowCreate: "false" }))).toContain(">q1x-ada<");
  });
});

describe("a connection that honours AllowCreate", () => {
  test("gives nobody a persistent NameID unasked, and one that is given stays", async () => {
    const idp = await startIdp({ honours: ["name_id_policy", "allow_create"] });
    const asked = (attributes: Readonly<Record<string, string>>): Promise<string> =>
      signedIn(idp, policy({ Format: FORMAT.persistent, ...attributes }));
    expectStatus(await asked({ AllowCreate: "false" }), "Requester", "InvalidNameIDPolicy");
    expectStatus(await asked({}), "Requester", "InvalidNameIDPolicy");
    expect(await asked({ AllowCreate: "1" })).toContain(">q1x-ada<");
    expect(await asked({})).toContain(">q1x-ada<");
  });

  test("has nothing to create for a transient one, nor without a NameIDPolicy", async () => {
    const idp = await startIdp({ honours: ["name_id_policy", "allow_create"] });
    expect(await signedIn(idp, policy({ Format: FORMAT.transient }))).toContain(`Format="${FORMAT.transient}"`);
    expect(await signedIn(idp, "")).toContain(">q1x-ada<");
  });
});

describe("a connection that honours the Subject", () => {
  const subject = (value: string, format?: keyof typeof FORMAT): string =>
    `<saml:Subject><saml:NameID${format === undefined ? "" : ` Format="${FORMAT[format]}"`}>${value}</saml:NameID></saml:Subject>`;
  const bob = { key: "bob", claims: { subject: "q1x-bob", email: "bob.q1x@acme.test" } };
  const honouring = async (changes: Partial<SamlSpec> = {}): Promise<RunningIdp> => {
    const idp = await startIdp({ honours: ["subject"], ...changes });
    idp.idps.admit(CONNECTION, bob);
    return idp;
  };

  test("offers nobody else, and signs nobody else in", async () => {
    const idp = await honouring();
    const page = await ask(idp, subject("q1x-ada"));
    expect(page.cards).toEqual(["ada"]);
    expect((await open(`${page.url}?search=bob`)).cards).toEqual([]);
    expect(posted(await pick(page, "ada")).xml).toContain(">q1x-ada<");
    expectStatus(posted(await pick(page, "bob")).xml, "Responder", "AuthnFailed");
  });

  test("names whom it means by the format that stands there, and answers with that", async () => {
    const idp = await honouring({ honours: ["subject", "name_id_policy"] });
    const xml = await signedIn(idp, subject("BOB.q1x@acme.test", "emailAddress"), "bob");
    expect(xml).toContain(`<saml:NameID Format="${FORMAT.emailAddress}">bob.q1x@acme.test<`);
    expectStatus(posted(await ask(idp, subject("bob.q1x@acme.test", "persistent"))).xml, "Responder", UNKNOWN);
  });

  test.each([
    ["nobody has", "q1x-mallory"],
    ["only looks like somebody's", "Q1X-ADA"],
    ["is empty", ""],
  ])("answers UnknownPrincipal for a name that %s", async (_title, value) => {
    expectStatus(posted(await ask(await honouring(), subject(value))).xml, "Responder", UNKNOWN);
  });

  test("does not know a transient name again, nor an encrypted one", async () => {
    const idp = await honouring();
    expectStatus(posted(await ask(idp, subject("_1", "transient"))).xml, "Responder", UNKNOWN);
    const encrypted = "<saml:Subject><saml:EncryptedID/></saml:Subject>";
    expect(posted(await ask(idp, encrypted)).xml).toContain(UNKNOWN);
  });

  test("asks as ever where a request names nobody", async () => {
    expect((await ask(await honouring(), "")).cards).toEqual(["bob", "ada"]);
  });

  test("holds whoever signs in without a click to it", async () => {
    const idp = await honouring();
    idp.idps.always("bob");
    expectStatus(posted(await ask(idp, subject("q1x-ada"))).xml, "Responder", "AuthnFailed");
    expect(posted(await ask(idp, subject("q1x-bob"))).xml).toContain(">q1x-bob<");
  });
});

const UNKNOWN = "UnknownPrincipal";

describe("a connection that says its authentication contexts", () => {
  const contexts = [`${CLASSES}:Password`, `${CLASSES}:PasswordProtectedTransport`, `${CLASSES}:TimeSyncToken`];
  const requested = (comparison: string, ...classes: readonly string[]): string =>
    `<samlp:RequestedAuthnContext${comparison === "" ? "" : ` Comparison="${comparison}"`}>${classes
      .map((one) => `<saml:AuthnContextClassRef>${CLASSES}:${one}</saml:AuthnContextClassRef>`)
      .join("")}</samlp:RequestedAuthnContext>`;

  test.each([
    ["nothing", "", "Password"],
    ["exactly one of them", requested("", "TimeSyncToken"), "TimeSyncToken"],
    ["the first that there is", requested("exact", "Smartcard", "TimeSyncToken", "Password"), "TimeSyncToken"],
    ["at least one of them", requested("minimum", "PasswordProtectedTransport"), "PasswordProtectedTransport"],
    ["at most one of them", requested("maximum", "PasswordProtectedTransport"), "PasswordProtectedTransport"],
    ["a better one", requested("better", "Password"), "PasswordProtectedTransport"],
  ])("is asked for %s", async (_title, body, answered) => {
    const xml = await signedIn(await startIdp({ authn_contexts: contexts }), body);
    expect(xml).toContain(`<saml:AuthnContextClassRef>${CLASSES}:${answered}</saml:AuthnContextClassRef>`);
  });

  test.each([
    ["another one", requested("exact", "Smartcard")],
    ["one beyond the strongest", requested("better", "TimeSyncToken")],
    ["at least one that it cannot compare", requested("minimum", "Smartcard")],
    [
      "one by its declaration",
      "<samlp:RequestedAuthnContext><saml:AuthnContextDeclRef>urn:x</saml:AuthnContextDeclRef></samlp:RequestedAuthnContext>",
    ],
  ])("is asked for %s, and answers NoAuthnContext without asking anybody", async (_title, body) => {
    const { xml } = posted(await ask(await startIdp({ authn_contexts: contexts }), body));
    expectStatus(xml, "Responder", "NoAuthnContext");
  });
});

describeWithWitnesses("by the schema, what is refused is told in a lawful Response", () => {
  test.each([
    ["InvalidNameIDPolicy", policy({ Format: FORMAT.kerberos })],
    ["UnknownPrincipal", "<saml:Subject><saml:NameID>nobody</saml:NameID></saml:Subject>"],
    [
      "NoAuthnContext",
      "<samlp:RequestedAuthnContext><saml:AuthnContextDeclRef>urn:x</saml:AuthnContextDeclRef></samlp:RequestedAuthnContext>",
    ],
  ])("%s", async (code, body) => {
    const idp = await startIdp({ honours: ["name_id_policy", "subject"], authn_contexts: [`${CLASSES}:Password`] });
    const { xml } = posted(await ask(idp, body));
    expect(xml).toContain(`:${code}"`);
    const valid = await validate(xml, "protocol");
    expect(valid.accepted, valid.said).toBe(true);
    expect(await validate(xml.replaceAll("samlp:StatusMessage", "samlp:StatusText"), "protocol")).toMatchObject({
      accepted: false,
    });
  });

  test("another format than the connection's own", async () => {
    const idp = await startIdp({ honours: ["name_id_policy"] });
    const valid = await validate(await signedIn(idp, policy({ Format: FORMAT.transient })), "protocol");
    expect(valid.accepted, valid.said).toBe(true);
  });
});
