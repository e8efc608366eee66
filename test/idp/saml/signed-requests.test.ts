import type { SamlConfig } from "@node-saml/node-saml";
import { SAML } from "@node-saml/node-saml";
import { describe, expect, test } from "vitest";
import type { SigningKey } from "../../../harness/idp/mount.ts";
import type { SamlSpec } from "../../../harness/idp/port.ts";
import { createKeyStore } from "../../../harness/idp/state/keys.ts";
import { open } from "./support/browser.ts";
import type { Page } from "./support/browser.ts";
import { startIdp } from "./support/idp.ts";
import type { RunningIdp } from "./support/idp.ts";

const BINDINGS = ["redirect", "post"] as const;
type Binding = (typeof BINDINGS)[number];

function spKey(name: string): Promise<SigningKey> {
  return createKeyStore(null, "sp").signingKey(name, "RS256");
}

function startWith(key: SigningKey, changes: Partial<SamlSpec> = {}): Promise<RunningIdp> {
  return startIdp({ sp_certificate: key.certificatePem, ...changes });
}

/** Where node-saml would send the browser, or the fields that it would post. */
async function request(
  { facts }: RunningIdp,
  binding: Binding,
  key: SigningKey | null,
  options: Partial<SamlConfig> = {},
): Promise<{ readonly url: URL; readonly fields?: Record<string, string> }> {
  const saml = new SAML({
    issuer: "urn:acme-app",
    callbackUrl: "http://localhost:9/acs",
    entryPoint: facts.sso_url,
    idpCert: facts.certificate,
    signatureAlgorithm: "sha256",
    digestAlgorithm: "sha256",
    ...(key === null ? {} : { privateKey: key.privateKeyPem }),
    ...options,
  });
  if (binding === "redirect") return { url: new URL(await saml.getAuthorizeUrlAsync("state-one+two", undefined, {})) };
  const post = new SAML({ ...saml.options, skipRequestCompression: true, authnRequestBinding: "HTTP-POST" });
  const fields = (await post.getAuthorizeMessageAsync("state", undefined, {})) as Record<string, string>;
  return { url: new URL(facts.sso_url), fields };
}

async function send({ url, fields }: Awaited<ReturnType<typeof request>>): Promise<Page> {
  return open(url.href, fields);
}

async function signatureNoted({ exchanges }: RunningIdp): Promise<unknown> {
  await expect.poll(() => exchanges.length).toBeGreaterThan(0);
  return exchanges.flatMap(({ messages }) => messages).find(({ kind }) => kind === "AuthnRequest")?.content[
    "signature"
  ];
}

async function expectRefused(idp: RunningIdp, page: Page, says = "does not verify"): Promise<void> {
  expect(page.status).toBe(400);
  expect(page.html).toContain("signature of the request is not accepted");
  expect(page.html).toContain(says);
  expect(await signatureNoted(idp)).toBe("refused");
}

describe.each(BINDINGS)("by %s, with the SP's certificate configured", (binding) => {
  test("a request that its key signed is verified", async () => {
    const key = await spKey("sp");
    for (const signatureAlgorithm of ["sha256", "sha512"] as const) {
      const idp = await startWith(key);
      const page = await send(await request(idp, binding, key, { signatureAlgorithm }));
      expect(page.status, page.html).toBe(200);
      expect(await signatureNoted(idp)).toBe("verified");
    }
  });

  test("an unsigned one is refused", async () => {
    const idp = await startWith(await spKey("sp"));
    await expectRefused(idp, await send(await request(idp, binding, null)), "must be signed");
  });

  test("one that another key signed is refused", async () => {
    const idp = await startWith(await spKey("sp"));
    await expectRefused(idp, await send(await request(idp, binding, await spKey("other"))));
  });

  test("one signed with SHA-1 is refused", async () => {
    const key = await spKey("sp");
    const idp = await startWith(key);
    await expectRefused(idp, await send(await request(idp, binding, key, { signatureAlgorithm: "sha1" })), "SHA-256");
  });
});

test("a signature by SHA-256 over a digest by SHA-1 is refused", async () => {
  const key = await spKey("sp");
  const idp = await startWith(key);
  await expectRefused(idp, await send(await request(idp, "post", key, { digestAlgorithm: "sha1" })), "SHA-256");
});

test.each(BINDINGS)("by %s, without a certificate, a signature is told of and not called verified", async (binding) => {
  const idp = await startIdp();
  expect((await send(await request(idp, binding, await spKey("sp")))).status).toBe(200);
  expect(await signatureNoted(idp)).toBe("not verified");
});

describe("what was altered after signing is refused", () => {
  test.each([
    ["the RelayState", (url: URL) => url.searchParams.set("RelayState", "elsewhere")],
    ["no RelayState", (url: URL) => url.searchParams.delete("RelayState")],
    ["a signature that is none", (url: URL) => url.searchParams.set("Signature", "AAAA")],
  ])("of a query: %s", async (_title, alter) => {
    const key = await spKey("sp");
    const idp = await startWith(key);
    const sent = await request(idp, "redirect", key);
    alter(sent.url);
    await expectRefused(idp, await send(sent));
  });

  test.each([
    ["RelayState", (query: string) => `${query.replace(/&RelayState=[^&]*/, "")}&Relay%53tate=elsewhere`],
    ["RelayState", (query: string) => `${query}&Relay%53tate=`],
    ["SAMLRequest", (query: string) => query.replace("SAMLRequest=", "%53AMLRequest=")],
    ["SigAlg", (query: string) => query.replace("SigAlg=", "Sig%41lg=")],
    ["Signature", (query: string) => `${query}&Signature=AAAA`],
  ])("of a query: %s under another spelling, or twice", async (name, alter) => {
    const key = await spKey("sp");
    const idp = await startWith(key);
    const { url } = await request(idp, "redirect", key);
    const page = await open(`${url.origin}${url.pathname}?${alter(url.search.slice(1))}`);
    expect(page.status).toBe(400);
    expect(page.html).toContain(name);
  });

  test("of a query: an encoding that is none", async () => {
    const key = await spKey("sp");
    const idp = await startWith(key);
    const { url } = await request(idp, "redirect", key);
    await expectRefused(idp, await open(url.href.replace(/Signature=.*/, "Signature=%E0%A4%A")));
  });

  const altered: readonly (readonly [string, (xml: string) => string, string])[] = [
    [
      "an attribute",
      (xml) => xml.replace("<samlp:AuthnRequest", '<samlp:AuthnRequest ForceAuthn="true"'),
      "does not verify",
    ],
    [
      "the signed request inside another",
      (xml) => {
        const signature = /<Signature .*<\/Signature>/s.exec(xml)?.[0] ?? "";
        const original = xml.replace(/<\?xml[^>]*\?>/, "").replace(signature, "");
        const around = original.replace(/ ID="[^"]*"/, ' ID="_evil"');
        return around.replace(
          "</samlp:AuthnRequest>",
          `${signature}<samlp:Extensions>${original}</samlp:Extensions></samlp:AuthnRequest>`,
        );
      },
      "does not verify",
    ],
    [
      "a second signature",
      (xml) => xml.replace(/<Signature .*<\/Signature>/s, (signature) => signature + signature),
      "one signature",
    ],
  ];
  test.each(altered)("of a form: %s", async (_title, alter, says) => {
    const key = await spKey("sp");
    const idp = await startWith(key);
    const { fields = {} } = await request(idp, "post", key);
    const xml = Buffer.from(fields["SAMLRequest"] ?? "", "base64").toString("utf8");
    expect(alter(xml)).not.toBe(xml);
    const page = await open(idp.facts.sso_url, { SAMLRequest: Buffer.from(alter(xml)).toString("base64") });
    await expectRefused(idp, page, says);
  });
});

test("metadata says whether requests must be signed, and shows the next certificate where that is wanted", async () => {
  const plain = await open((await startIdp()).facts.metadata_url);
  expect(plain.html).toContain('WantAuthnRequestsSigned="false"');
  expect(plain.html.match(/<ds:X509Certificate>/g)).toHaveLength(1);
  const idp = await startWith(await spKey("sp"), { next_certificate: true });
  const { html } = await open(idp.facts.metadata_url);
  expect(html).toContain('WantAuthnRequestsSigned="true"');
  const listed = [...html.matchAll(/<ds:X509Certificate>([^<]+)</g)].map(([, body]) => body);
  expect(new Set(listed).size).toBe(2);
  expect(listed[0]).toBe(idp.facts.certificate.replace(/-----[^-]+-----|\s/g, ""));
});
