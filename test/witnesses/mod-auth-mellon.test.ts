import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "../../harness/agent/port.ts";
import type { SigningKey } from "../../harness/idp/mount.ts";
import type { Idps, SamlSpec } from "../../harness/idp/port.ts";
import { createKeyStore } from "../../harness/idp/state/keys.ts";
import { startApache, type Apache } from "./support/apache.ts";
import { deliver, openBrowser, openIdps, pickedAndHeldBack, signIn, type Message } from "./support/kit.ts";
import { mellonSite, sessionPath } from "./support/mellon.ts";
import { LAWFUL_FORMS } from "./support/lawful-forms.ts";
import { ADA } from "./support/people.ts";
import { describeWith } from "./support/packages.ts";
import { CORRUPTIONS, otherCiphertext, signedAgain, type SamlCorruptionName } from "./support/saml-responses.ts";
import { TearDown } from "./support/tear-down.ts";

/** Each is a connection; every AuthnRequest is signed by Lasso, and our IdP checks that. */
const CONNECTIONS = [
  { name: "assertion", sign: "assertion" },
  { name: "response", sign: "response" },
  { name: "both", sign: "both" },
  { name: "two-certificates", sign: "both", next_certificate: true },
  { name: "encrypted-assertion", sign: "assertion", encrypted: true },
  { name: "encrypted-response", sign: "response", encrypted: true },
  { name: "encrypted-both", sign: "both", encrypted: true },
] as const;
const READABLE = CONNECTIONS.slice(0, 3);
const ENCRYPTED = CONNECTIONS.filter((connection) => "encrypted" in connection);

/** Signed with another key than the one that our IdP knows the SP by, or encrypted for another one. */
const FOREIGN_SIGNATURE = "foreign-signature";
const FOREIGN_ENCRYPTION = "foreign-encryption";

/**
 * Mellon asks only whether the browser has a cookie of its own, and not which request the answer is to, though SAML
 * Profiles 4.1.4.3 demands it.
 */
const ANOTHER_REQUEST = "an answer to another request";

const ONLY_ONE = "second-confirmation";

/** Why Mellon refuses each other one, from its log. */
const REFUSALS: Readonly<Record<Exclude<SamlCorruptionName, typeof ANOTHER_REQUEST>, RegExp>> = {
  "an attribute altered after signing": /Failed to verify signature/,
  "the NameID altered after signing": /Failed to verify signature/,
  "no signature": /Signature element not found/,
  "a signature by another key": /Failed to verify signature/,
  "another issuer": /identifier of a provider is unknown/,
  "another audience": /Invalid Audience/,
  "another recipient": /Wrong Recipient/,
  "an expired Assertion": /NotOnOrAfter in SubjectConfirmationData was in the past/,
  "an Assertion from the future": /NotBefore in Condition was in the future/,
};

describeWith(["apache2", "libapache2-mod-auth-mellon"], "Apache with mod_auth_mellon", () => {
  const suite = new TearDown();
  const each = new TearDown();
  let stateDir: string;
  let spKey: SigningKey;
  let otherKey: SigningKey;
  let idps: Idps;
  let apache: Apache;

  beforeAll(async () => {
    stateDir = await suite.folder();
    const keys = createKeyStore(null, "sp");
    [spKey, otherKey] = await Promise.all([keys.signingKey("sp", "RS256"), keys.signingKey("other", "RS256")]);
    apache = await startApache(suite, async (origin) => {
      const specs = [
        ...CONNECTIONS.map(({ name, sign, ...more }) =>
          spec(origin, {
            name,
            sign,
            ...("encrypted" in more ? { encrypt: spKey.certificatePem } : {}),
            ...("next_certificate" in more ? { next_certificate: true } : {}),
          }),
        ),
        spec(origin, { name: FOREIGN_SIGNATURE, sp_certificate: otherKey.certificatePem }),
        spec(origin, { name: FOREIGN_ENCRYPTION, encrypt: otherKey.certificatePem }),
      ];
      idps = await openIdps(suite, specs, stateDir);
      for (const { name } of specs) idps.admit(name, ADA);
      return await mellonSite(idps, specs, spKey);
    });
  });
  afterAll(() => suite.end());
  afterEach(() => each.end());

  function spec(origin: string, changes: Pick<SamlSpec, "name"> & Partial<SamlSpec>): SamlSpec {
    return {
      protocol: "saml",
      sp_entity_id: `urn:witness:${changes.name}`,
      acs: [`${origin}/mellon/${changes.name}/endpoint/postResponse`],
      name_id: "persistent",
      sign: "assertion",
      attributes: { email: "mail" },
      sp_certificate: spKey.certificatePem,
      ...changes,
    };
  }

  async function session(browser: Browser, connection: string): Promise<ReadonlyMap<string, string> | null> {
    return await apache.whoami(browser, sessionPath(connection));
  }

  async function withResponse(connection: string): Promise<{ readonly browser: Browser; readonly message: Message }> {
    const browser = openBrowser(each);
    await browser.open(apache.origin + sessionPath(connection));
    const message = await pickedAndHeldBack(browser, ADA);
    await apache.errors();
    return { browser, message };
  }

  async function expectRefused(connection: string, browser: Browser, message: Message, reason: RegExp): Promise<void> {
    await deliver(browser, message);
    expect(await session(browser, connection)).toBeNull();
    expect(await apache.errors()).toMatch(reason);
  }

  test.each(CONNECTIONS)("$name: signs a person in, with NameID and attributes", async ({ name }) => {
    const browser = openBrowser(each);
    const page = await signIn(browser, apache.origin + sessionPath(name), ADA);
    expect(Object.fromEntries((await session(browser, name)) ?? []), page.text).toMatchObject({
      REMOTE_USER: "w1t-ada",
      MELLON_NAME_ID: "w1t-ada",
      MELLON_mail: "ada.w1t@acme.test",
      MELLON_given_name: "Ada",
      MELLON_name: "Ada Löwe",
    });
  });

  describe.each(["both", "encrypted-assertion"])("%s: the same person is sent in the form", (name) => {
    async function sent(form: string) {
      idps.arm(name, ADA.key, { name: form, parameters: {} });
      const browser = openBrowser(each);
      await apache.errors();
      await signIn(browser, apache.origin + sessionPath(name), ADA);
      expect(idps.disarm(name, ADA.key)).toEqual({ delivered: true });
      return (await session(browser, name)) ?? new Map<string, string>();
    }

    test.each(LAWFUL_FORMS.filter((form) => form !== ONLY_ONE))("%s", async (form) => {
      const { REMOTE_USER, MELLON_mail } = Object.fromEntries(await sent(form));
      expect([REMOTE_USER, MELLON_mail]).toEqual(["w1t-ada", "ada.w1t@acme.test"]);
    });

    // SAML Core 2.4.1: zero or more, of which one that holds is enough. Lasso knows of one.
    test(`${ONLY_ONE}, which it can not read`, async () => {
      expect((await sent(ONLY_ONE)).size).toBe(0);
      expect(await apache.errors()).toMatch(/Missing subject/);
    });
  });

  test("has nobody's session without a sign-in", async () => {
    expect(await session(openBrowser(each), "both")).toBeNull();
  });

  describe.each(READABLE)("$name: a Response is refused", ({ name, sign }) => {
    async function forger() {
      return { sign, key: await createKeyStore(stateDir, name).signingKey("signing", "RS256"), otherKey };
    }

    test.each(Object.entries(REFUSALS) as [keyof typeof REFUSALS, RegExp][])("with %s", async (corruption, reason) => {
      const { browser, message } = await withResponse(name);
      const xml = CORRUPTIONS[corruption](message.xml, await forger());
      await expectRefused(name, browser, { ...message, xml }, reason);
    });

    test.each([
      [ANOTHER_REQUEST, CORRUPTIONS[ANOTHER_REQUEST]],
      ["nothing changed and a new signature", signedAgain],
    ])("but not with %s", async (_title, corruption) => {
      const { browser, message } = await withResponse(name);
      await deliver(browser, { ...message, xml: corruption(message.xml, await forger()) });
      expect((await session(browser, name))?.get("REMOTE_USER")).toBe("w1t-ada");
    });
  });

  test.each(ENCRYPTED)("$name: a Response is refused with another ciphertext", async ({ name }) => {
    const { browser, message } = await withResponse(name);
    const altered = { ...message, xml: otherCiphertext(message.xml) };
    await expectRefused(name, browser, altered, /Error processing authn response/);
    await deliver(browser, message);
    expect((await session(browser, name))?.get("REMOTE_USER")).toBe("w1t-ada");
  });

  test("a Response that is encrypted for somebody else is refused", async () => {
    const { browser, message } = await withResponse(FOREIGN_ENCRYPTION);
    await expectRefused(FOREIGN_ENCRYPTION, browser, message, /Error processing authn response/);
  });

  test("a Response that was used already is refused", async () => {
    const { browser, message } = await withResponse("both");
    await deliver(browser, message);
    expect((await session(browser, "both"))?.get("REMOTE_USER")).toBe("w1t-ada");
    const { browser: another } = await withResponse("both");
    await expectRefused("both", another, message, /has already been used/);
  });

  test("our IdP refuses a request that is signed by another key", async () => {
    const page = await openBrowser(each).open(apache.origin + sessionPath(FOREIGN_SIGNATURE));
    expect(page.status).toBe(400);
    expect(page.text).toContain("signature of the request is not accepted");
  });
});
