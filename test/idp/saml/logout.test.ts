import { SAML, ValidateInResponseTo, type Profile, type SamlConfig } from "@node-saml/node-saml";
import express from "express";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import type { SigningKey } from "../../../harness/idp/mount.ts";
import type { SamlSpec } from "../../../harness/idp/port.ts";
import { createKeyStore } from "../../../harness/idp/state/keys.ts";
import { open, pick, posted, submit, type Page } from "./support/browser.ts";
import { CONNECTION, startIdp } from "./support/idp.ts";
import type { RunningIdp } from "./support/idp.ts";
import { authnRequest, redirectUrl } from "./support/request.ts";
import { describeWithWitnesses, validate, verifySignature } from "./support/witness.ts";

const BINDINGS = ["redirect", "post"] as const;

interface Running extends RunningIdp {
  readonly slo: string;
  readonly saml: SAML;
  readonly key: SigningKey;
  /** What the SP made of the messages of Single Logout that came to it. */
  readonly heard: (Heard | string)[];
}

interface Heard {
  readonly profile: Profile | null;
  readonly loggedOut: boolean;
}

/** An IdP and an SP on node-saml that speak Single Logout with each other, the SP's service by this binding. */
async function start(binding: (typeof BINDINGS)[number], changes: Partial<SamlSpec> = {}): Promise<Running> {
  const key = await createKeyStore(null, "sp").signingKey("sp", "RS256");
  const app = express();
  const server = createServer((req, res) => void app(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const idp = await startIdp({
    acs: [`${origin}/acs`],
    sp_certificate: key.certificatePem,
    single_logout: { binding, location: `${origin}/slo` },
    ...changes,
  });
  const slo = idp.facts.sso_url.replace(/sso$/, "slo");
  const saml = new SAML({
    issuer: "urn:acme-app",
    callbackUrl: `${origin}/acs`,
    entryPoint: idp.facts.sso_url,
    logoutUrl: slo,
    idpCert: idp.facts.certificate,
    privateKey: key.privateKeyPem,
    signatureAlgorithm: "sha256",
    digestAlgorithm: "sha256",
    wantAuthnResponseSigned: false,
    validateInResponseTo: ValidateInResponseTo.ifPresent,
  });
  const heard: (Heard | string)[] = [];
  app.get("/login", async (_req, res) => {
    res.redirect(await saml.getAuthorizeUrlAsync("", undefined, {}));
  });
  app.use(express.urlencoded({ extended: false, limit: "1mb" }));
  app.post("/acs", async (req, res) => {
    const { profile } = await saml.validatePostResponseAsync(req.body as Record<string, string>);
    res.json(profile);
  });
  app.all("/slo", async (req, res) => {
    const body = (req.body ?? {}) as Record<string, string>;
    const query = req.query as Record<string, string>;
    try {
      const said =
        req.method === "GET"
          ? await saml.validateRedirectAsync(query, req.url.slice(req.url.indexOf("?") + 1))
          : body["SAMLRequest"] === undefined
            ? await saml.validatePostResponseAsync(body)
            : await saml.validatePostRequestAsync(body);
      heard.push(said);
      const asks = query["SAMLRequest"] ?? body["SAMLRequest"];
      if (asks === undefined || said.profile === null) return void res.send("signed out");
      res.redirect(await saml.getLogoutResponseUrlAsync(said.profile, "", {}, true));
    } catch (error) {
      heard.push(error instanceof Error ? error.message : String(error));
      res.status(400).send("not understood");
    }
  });
  return { ...idp, slo, saml, key, heard };
}

async function signIn({ saml }: Running): Promise<Profile> {
  const page = await submit(await pick(await open(await saml.getAuthorizeUrlAsync("", undefined, {})), "ada"));
  expect(page.status, page.html).toBe(200);
  return JSON.parse(page.html) as Profile;
}

/** The form of the page goes to where it says, as the browser would send it. */
async function onward(page: Page): Promise<Page> {
  const form = page.forms.find(({ fields }) => fields.has("SAMLRequest") || fields.has("SAMLResponse"));
  return form === undefined ? page : open(form.action, Object.fromEntries(form.fields));
}

async function logoutBySp({ saml }: Running, user: Profile): Promise<Page> {
  return onward(await open(await saml.getLogoutUrlAsync(user, "there", {})));
}

/** The messages of this kind that the IdP sent or was sent. */
async function noted({ exchanges }: RunningIdp, kind: string): Promise<readonly string[]> {
  const found = (): string[] =>
    exchanges
      .flatMap(({ messages }) => messages)
      .flatMap((one) => (one.kind === kind ? [String(one.content["xml"])] : []));
  await expect.poll(() => found().length).toBeGreaterThan(0);
  return found();
}

describe.each(BINDINGS)("Single Logout with an SP that takes it by %s", (binding) => {
  test("begun at the SP: the session is ended, and the SP hears of it", async () => {
    const running = await start(binding);
    const user = await signIn(running);
    expect(await running.idps.logout(CONNECTION, "ada")).not.toBeNull();
    await logoutBySp(running, user);
    expect(running.heard).toEqual([expect.objectContaining({ loggedOut: true })]);
    expect(await running.idps.logout(CONNECTION, "ada")).toBeNull();
  });

  test("a session that was ended is not known any more", async () => {
    const running = await start(binding);
    const user = await signIn(running);
    await logoutBySp(running, user);
    await logoutBySp(running, user);
    expect((await noted(running, "LogoutResponse")).at(-1)).toContain(':UnknownPrincipal"');
  });

  test("begun here: the SP is told whose session ends, and its answer is heard", async () => {
    const running = await start(binding);
    const user = await signIn(running);
    const page = await onward(await open((await running.idps.logout(CONNECTION, "ada"))?.url ?? ""));
    expect(running.heard).toEqual([
      {
        loggedOut: true,
        profile: expect.objectContaining({ nameID: user.nameID, sessionIndex: user["sessionIndex"] }),
      },
    ]);
    expect(page.html).toContain("has ended the session");
    expect(await running.idps.logout(CONNECTION, "ada")).toBeNull();
  });
});

/** What node-saml makes of it, at its defaults: a text where it refuses, else of whom it takes it. */
const FORGED: readonly (readonly [name: string, redirect: RegExp | string, post: RegExp | string])[] = [
  ["logout-missing-signature", "the IdP", /signature/i],
  ["logout-foreign-key", /signature/i, /signature/i],
  ["logout-altered-after-signing", /signature/i, /signature/i],
  ["logout-wrong-issuer", "https://another-idp.test", "https://another-idp.test"],
  ["logout-wrong-destination", "the IdP", "the IdP"],
];

describe.each(BINDINGS)("a forged LogoutRequest by %s", (binding) => {
  test.each(FORGED)("%s leaves as it is meant, and ends no session here", async (name, redirect, post) => {
    const running = await start(binding);
    const user = await signIn(running);
    running.idps.arm(CONNECTION, "ada", { name, parameters: {} });
    await onward(await open((await running.idps.logout(CONNECTION, "ada"))?.url ?? ""));
    const [heard] = running.heard;
    const taken = typeof heard === "object" ? heard.profile?.issuer : heard;
    const wanted = binding === "redirect" ? redirect : post;
    if (typeof wanted === "string") expect(taken).toBe(wanted === "the IdP" ? running.facts.entity_id : wanted);
    else expect(taken).toMatch(wanted);
    const [sent = ""] = await noted(running, "LogoutRequest");
    expect(sent).toContain(`>${user.nameID}<`);
    expect(sent.includes("https://another-sp.test/slo")).toBe(name === "logout-wrong-destination");
    expect(running.idps.disarm(CONNECTION, "ada")).toEqual({ delivered: true });
    expect(await running.idps.logout(CONNECTION, "ada")).not.toBeNull();
  });
});

test.each(BINDINGS)(
  "by %s a LogoutRequest leaves again as it was, and the first one is none again",
  async (binding) => {
    const running = await start(binding);
    const out = async (name: string) => {
      running.idps.arm(CONNECTION, "ada", { name, parameters: {} });
      await onward(await open((await running.idps.logout(CONNECTION, "ada"))?.url ?? ""));
      return running.idps.disarm(CONNECTION, "ada");
    };
    await signIn(running);
    expect(await out("logout-replayed")).toEqual({
      delivered: false,
      not_applicable: "nobody was signed out there before",
    });
    expect(await out("nothing")).toEqual({ delivered: true });
    await signIn(running);
    expect(await out("logout-replayed")).toEqual({ delivered: true });
    const [, first, again] = await noted(running, "LogoutRequest");
    expect(namedIn(again)).toEqual(namedIn(first));
    // node-saml remembers none: it takes it for that of the session that has ended.
    expect(running.heard.at(-1)).toMatchObject({ loggedOut: true, profile: { sessionIndex: namedIn(first)[1] } });
    expect(await running.idps.logout(CONNECTION, "ada")).not.toBeNull();
  },
);

/** The ID and the SessionIndex. */
function namedIn(xml = ""): readonly (string | undefined)[] {
  return [/ ID="([^"]+)"/.exec(xml)?.[1], /SessionIndex>([^<]+)</.exec(xml)?.[1]];
}

describe("a LogoutRequest that ends nothing is answered, and why", () => {
  test.each([
    ["not signed", "RequestDenied", { privateKey: undefined }, {}],
    ["signed by SHA-1", "RequestDenied", { signatureAlgorithm: "sha1" }, {}],
    ["of an unknown name", "UnknownPrincipal", {}, { nameID: "q1x-bob" }],
    ["of an unknown session", "UnknownPrincipal", {}, { sessionIndex: "_other" }],
    [
      "of another format",
      "UnknownPrincipal",
      {},
      { nameIDFormat: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient" },
    ],
    ["for another SP's namespace", "UnknownPrincipal", {}, { spNameQualifier: "urn:another" }],
    ["for another address", "RequestDenied", { logoutUrl: "http://localhost:9/elsewhere" }, {}],
  ] as const)("one that is %s: %s", async (_title, status, options, changes) => {
    const running = await start("redirect");
    const user = await signIn(running);
    const asking = new SAML({ ...running.saml.options, ...options } as SamlConfig);
    const url = new URL(await asking.getLogoutUrlAsync({ ...user, ...changes }, "", {}), running.slo);
    await open(url.href.replace(/^[^?]*elsewhere/, running.slo));
    expect(running.heard).toEqual([expect.stringContaining("status:Requester")]);
    expect((await noted(running, "LogoutResponse")).at(-1)).toContain(`:${status}"`);
    expect(await running.idps.logout(CONNECTION, "ada")).not.toBeNull();
  });

  test("one that another key signed: RequestDenied", async () => {
    const running = await start("redirect");
    const user = await signIn(running);
    const other = await createKeyStore(null, "sp").signingKey("other", "RS256");
    const asking = new SAML({ ...running.saml.options, privateKey: other.privateKeyPem });
    await open(await asking.getLogoutUrlAsync(user, "", {}));
    expect((await noted(running, "LogoutResponse")).at(-1)).toContain(':RequestDenied"');
    expect(await running.idps.logout(CONNECTION, "ada")).not.toBeNull();
  });

  test("one of another SP goes nowhere", async () => {
    const running = await start("redirect");
    const user = await signIn(running);
    const asking = new SAML({ ...running.saml.options, issuer: "urn:evil" });
    const page = await open(await asking.getLogoutUrlAsync(user, "", {}));
    expect([page.status, running.heard]).toEqual([400, []]);
    expect(page.html).toContain("Unknown service provider");
  });
});

test("a LogoutResponse that nobody asked for, or that is not signed, is refused", async () => {
  const running = await start("redirect");
  const { saml } = running;
  const asked = { ID: "_never", issuer: "x", nameID: "x", nameIDFormat: "x" } as unknown as Profile;
  const unasked = await open(await saml.getLogoutResponseUrlAsync(asked, "", {}, true));
  expect([unasked.status, unasked.html]).toEqual([400, expect.stringContaining("answers no LogoutRequest")]);
  const unsigned = new SAML({ ...saml.options, privateKey: undefined as unknown as string });
  const page = await open(await unsigned.getLogoutResponseUrlAsync(asked, "", {}, true));
  expect([page.status, page.html]).toEqual([400, expect.stringContaining("not accepted")]);
});

test("the connection's page ends the sessions that there are", async () => {
  const running = await start("redirect");
  const at = `${running.idps.origin}/connections/${CONNECTION}`;
  expect((await open(at)).html).not.toContain("End the session");
  await signIn(running);
  const [, href = ""] = /href="([^"]+)">End the session of <bdi>ada</.exec((await open(at)).html) ?? [];
  expect((await open(href.replaceAll("&amp;", "&"))).html).toContain("has ended the session");
  expect((await open(href.replaceAll("&amp;", "&"))).html).toContain("has no session");
});

test("nothing is spoken where nothing is declared", async () => {
  const { idps, facts } = await startIdp();
  expect(facts.metadata).not.toContain("SingleLogoutService");
  await pick(await open(redirectUrl({ facts }, authnRequest())), "ada");
  expect(await idps.logout(CONNECTION, "ada")).toBeNull();
  expect((await open(facts.sso_url.replace(/sso$/, "slo"))).status).toBe(404);
});

test("the SP's metadata says where, and by which key", async () => {
  const key = await createKeyStore(null, "sp").signingKey("sp", "RS256");
  const body = key.certificatePem.replaceAll(/-----[^-]+-----|\s/g, "");
  const service = (binding: string, more: string): string =>
    `<md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:${binding}" ${more}/>`;
  const xml =
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:ds="http://www.w3.org/2000/09/xmldsig#" entityID="urn:acme-app">` +
    `<md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor><ds:KeyInfo><ds:X509Data>` +
    `<ds:X509Certificate>${body}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>` +
    service("SOAP", 'Location="http://localhost:9/soap"') +
    service("HTTP-POST", 'Location="http://localhost:9/out" ResponseLocation="http://localhost:9/was-out"') +
    `<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="http://localhost:9/acs" index="0"/>` +
    `</md:SPSSODescriptor></md:EntityDescriptor>`;
  const read = () => Promise.resolve(xml);
  const idp = await startIdp({ single_logout: true, sp_metadata: { name: "sp.xml", read } });
  posted(await pick(await open(redirectUrl(idp, authnRequest())), "ada"));
  const page = await open((await idp.idps.logout(CONNECTION, "ada"))?.url ?? "");
  expect(page.forms[0]?.action).toBe("http://localhost:9/out");
  const none = await startIdp({
    single_logout: true,
    sp_metadata: {
      name: "sp.xml",
      read: () =>
        Promise.resolve(
          xml.replace('HTTP-POST" Location="http://localhost:9/out', 'PAOS" Location="http://localhost:9/out'),
        ),
    },
  });
  expect((await open(redirectUrl(none, authnRequest()))).html).toContain("no SingleLogoutService");
});

describeWithWitnesses("by the schema and xmlsec1", () => {
  test("the metadata, and every message that we send, by the form of the wire", async () => {
    const running = await start("post");
    const metadata = await validate(running.facts.metadata, "metadata");
    expect(running.facts.metadata).toContain(`Location="${running.slo}"`);
    expect(metadata.accepted, metadata.said).toBe(true);
    const user = await signIn(running);
    await logoutBySp(running, user);
    await logoutBySp(running, user);
    await signIn(running);
    await onward(await open((await running.idps.logout(CONNECTION, "ada"))?.url ?? ""));
    const ours = [...(await noted(running, "LogoutResponse")), ...(await noted(running, "LogoutRequest"))].filter(
      (xml) =>
        xml.includes(`<saml:Issuer xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">${running.facts.entity_id}<`),
    );
    expect(ours.length).toBeGreaterThanOrEqual(3);
    for (const xml of ours) {
      const valid = await validate(xml, "protocol");
      expect(valid.accepted, valid.said).toBe(true);
      const verified = await verifySignature(xml, running.facts.certificate);
      expect(verified.accepted, verified.said).toBe(true);
      expect(
        await verifySignature(xml.replace('Version="2.0"', 'Version="2.1"'), running.facts.certificate),
      ).toMatchObject({
        accepted: false,
      });
    }
  });
});

describe("a clock that is off", () => {
  const off = (xml: string, name: string): number => {
    const [, moment = ""] = new RegExp(` ${name}="([^"]+)"`).exec(xml) ?? [];
    return Math.round((Date.parse(moment) - Date.now()) / 60_000);
  };

  test("is that of messages of Single Logout", async () => {
    const running = await start("redirect", { clock: 3600 });
    await pick(await open(await running.saml.getAuthorizeUrlAsync("", undefined, {})), "ada");
    await open(`${running.facts.sso_url.replace(/sso$/, "logout")}?person=ada`);
    const [request = ""] = await noted(running, "LogoutRequest");
    expect([off(request, "IssueInstant"), off(request, "NotOnOrAfter")]).toEqual([60, 65]);
  });

  test("is not the one by which a request of the SP is found to be over", async () => {
    const running = await start("redirect", { clock: 3600 });
    const saml = running.saml;
    const page = await open(await saml.getAuthorizeUrlAsync("", undefined, {}));
    const sent = posted(await pick(page, "ada"));
    const { nameID, nameIDFormat, sessionIndex } = profileIn(sent.xml);
    await open(
      await saml.getLogoutUrlAsync({ issuer: running.facts.entity_id, nameID, nameIDFormat, sessionIndex }, "", {}),
    );
    const [response = ""] = await noted(running, "LogoutResponse");
    expect(response).toContain("status:Success");
    expect(off(response, "IssueInstant")).toBe(60);
  });
});

/** Whoever an assertion names; its times are not looked at. */
function profileIn(xml: string): {
  readonly nameID: string;
  readonly nameIDFormat: string;
  readonly sessionIndex: string;
} {
  const [, nameIDFormat = "", nameID = ""] = /<saml:NameID[^>]* Format="([^"]+)"[^>]*>([^<]+)</.exec(xml) ?? [];
  const [, sessionIndex = ""] = /SessionIndex="([^"]+)"/.exec(xml) ?? [];
  return { nameID, nameIDFormat, sessionIndex };
}
