import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { SigningKey } from "../../harness/idp/mount.ts";
import type { IdpPerson, Idps, SamlFacts, SamlSpec } from "../../harness/idp/port.ts";
import { PROFILES, samlShape } from "../../harness/idp/profiles/index.ts";
import { samplePerson, sampleSamlSpec, samplesOf } from "../../harness/idp/sample.ts";
import { createKeyStore } from "../../harness/idp/state/keys.ts";
import { openBrowser, openIdps, pickedAndHeldBack } from "./support/kit.ts";
import { describeWith } from "./support/packages.ts";
import { LAWFUL_FORMS } from "./support/lawful-forms.ts";
import { ADA } from "./support/people.ts";
import { ACS, ENTITY_ID, PythonSaml, SLO, type PythonSp, type SignedIn } from "./support/python-saml.ts";
import { CORRUPTIONS, otherCiphertext, signedAgain, type SamlCorruptionName } from "./support/saml-responses.ts";
import { TearDown } from "./support/tear-down.ts";

/**
 * python3-saml (xmlsec and lxml, strict) as the SP of every profile, readable and encrypted, by HTTP-Redirect with signed
 * requests, and through Single Logout. It wants signed what a connection signs, and encrypted what is encrypted.
 */
const VENDORS = Object.entries(PROFILES).flatMap(([name, { saml }]) => (saml === null ? [] : [name]));
const SIGNED = ["assertion", "response", "both"] as const;

/** Why it refuses each. */
const REFUSALS: Readonly<Record<SamlCorruptionName, RegExp>> = {
  "an attribute altered after signing": /Signature validation failed/,
  "the NameID altered after signing": /Signature validation failed/,
  "no signature": /is not signed and the SP require it/,
  "a signature by another key": /Signature validation failed/,
  "another issuer": /Invalid issuer/,
  "another audience": /is not a valid audience/,
  "another recipient": /SubjectConfirmation was not found/,
  "an answer to another request": /does not match the ID of the AuthNRequest|SubjectConfirmation was not found/,
  "an expired Assertion": /timestamp: expired/,
  "an Assertion from the future": /timestamp: not yet valid/,
};

const TOO_MANY = "second-authn-statement";

const UNREADABLE = /decrypt/;

describeWith(["python3-onelogin-saml2"], "python3-saml", () => {
  const suite = new TearDown();
  const each = new TearDown();
  let stateDir: string;
  let key: SigningKey;
  let otherKey: SigningKey;
  let python: PythonSaml;
  let idps: Idps;
  const specs = new Map<string, SamlSpec>();

  beforeAll(async () => {
    stateDir = await suite.folder();
    const keys = createKeyStore(null, "sp");
    [key, otherKey] = await Promise.all([keys.signingKey("sp", "RS256"), keys.signingKey("other", "RS256")]);
    python = new PythonSaml(suite, key);
    for (const spec of SIGNED.map(plain)) specs.set(spec.name, spec);
    for (const name of VENDORS) {
      const spec = { ...sampleSamlSpec(name), ...trust(), name };
      specs.set(name, spec);
      // Nobody signs in there but who signs out.
      specs.set(`${name}-logout`, { ...spec, name: `${name}-logout` });
      specs.set(`${name}-encrypted`, { ...spec, name: `${name}-encrypted`, encrypt: key.certificatePem });
    }
    specs.set("foreign", { ...plain("both"), name: "foreign", encrypt: otherKey.certificatePem });
    idps = await openIdps(suite, [...specs.values()], stateDir);
    for (const { name, profile } of specs.values()) idps.admit(name, personOf(profile));
  });
  afterAll(() => suite.end());
  afterEach(() => each.end());

  function trust() {
    return {
      sp_entity_id: ENTITY_ID,
      acs: [ACS],
      sp_certificate: key.certificatePem,
      single_logout: { binding: "redirect", location: SLO },
    } as const;
  }

  function plain(sign: (typeof SIGNED)[number]): SamlSpec {
    const attributes = { email: "mail" };
    return { protocol: "saml", name: sign, name_id: "persistent", sign, attributes, ...trust() };
  }

  function personOf(profile: string | undefined): IdpPerson {
    return profile === undefined ? ADA : samplePerson(samlShape(profile));
  }

  async function spOf(connection: string): Promise<PythonSp> {
    const spec = specs.get(connection);
    if (spec === undefined) throw new Error(`no connection ${connection}`);
    return python.sp((await idps.facts(connection)) as SamlFacts, spec);
  }

  /** A Response on its way to the SP, and the request that it answers. */
  async function asked(connection: string) {
    const sp = await spOf(connection);
    const { url, id } = await sp.login();
    const browser = openBrowser(each);
    const page = await browser.open(url);
    expect(page.status, page.text).toBe(200);
    const person = personOf(specs.get(connection)?.profile);
    const { xml } = await pickedAndHeldBack(browser, person);
    return { sp, id, xml, person };
  }

  async function signedIn(connection: string) {
    const { sp, id, xml, person } = await asked(connection);
    const user = await sp.response(xml, id);
    expect(user).not.toHaveProperty("refused");
    return { sp, user: user as SignedIn, person };
  }

  describe.each(VENDORS)("%s", (vendor) => {
    test.each([vendor, `${vendor}-encrypted`])(
      "%s: reads the NameID and the attributes of the sample",
      async (name) => {
        const { user } = await signedIn(name);
        const sample = samplesOf(vendor).saml?.response ?? "";
        const sent = [...sample.matchAll(/<saml:Attribute Name="([^"]+)"[^>]*>(.*?)<\/saml:Attribute>/gs)];
        const values = (markup = "") => [...markup.matchAll(/<saml:AttributeValue>([^<]*)/g)].map(([, value]) => value);
        expect(sent.length).toBeGreaterThan(1);
        const [, format, nameId] = /<saml:NameID Format="([^"]+)"[^>]*>([^<]+)/.exec(sample) ?? [];
        expect(user.format).toBe(format);
        // One that is another at each sign-in, or at each SP, is not the sample's.
        const named = specs.get(name)?.name_id ?? "";
        if (named !== "transient" && named !== "persistent") expect(user.name_id).toBe(nameId);
        expect(Object.keys(user.attributes)).toEqual(sent.map(([, attribute]) => attribute));
        const mails = sent.filter(([whole]) => whole.includes("@acme.test"));
        expect(mails.length).toBeGreaterThan(0);
        for (const [, attribute = "", markup] of mails) expect(user.attributes[attribute]).toEqual(values(markup));
      },
    );

    test("an altered Response is refused, readable and encrypted", async () => {
      const { sp, id, xml } = await asked(vendor);
      expect(await sp.response(xml.replaceAll("ada.k3x9q2ab@acme", "eve.k3x9q2ab@acme"), id)).toMatchObject({
        refused: expect.stringMatching(/Signature validation failed/),
      });
      const sealed = await asked(`${vendor}-encrypted`);
      expect(await sealed.sp.response(otherCiphertext(sealed.xml), sealed.id)).toEqual({
        refused: expect.stringMatching(UNREADABLE),
      });
      expect(await sealed.sp.response(sealed.xml, sealed.id)).toHaveProperty("name_id");
    });

    test("Single Logout, begun at either side", async () => {
      const name = `${vendor}-logout`;
      const { sp, user, person } = await signedIn(name);
      const { url, id } = await sp.logout(user);
      const answered = await sentOn(url);
      expect(await sp.loggedOut(answered, "_another")).toMatchObject({
        refused: expect.stringContaining("does not match the ID"),
      });
      expect(await sp.loggedOut(answered.replace("Signature=", "Signature=A"), id)).toHaveProperty("refused");
      expect(await sp.loggedOut(answered, id)).toEqual({ url: null });
      expect(await idps.logout(name, person.key)).toBeNull();

      await signedIn(name);
      const told = await sp.loggedOut(await sentOn((await idps.logout(name, person.key))?.url ?? ""));
      expect(told).toMatchObject({ url: expect.stringContaining("SAMLResponse=") });
      const done = await fetch("url" in told ? (told.url ?? "") : "");
      expect([done.status, await idps.logout(name, person.key)]).toEqual([200, null]);
    });
  });

  describe.each(SIGNED)("a Response whose signature is on: %s", (name) => {
    async function forger() {
      return { sign: name, key: await createKeyStore(stateDir, name).signingKey("signing", "RS256"), otherKey };
    }

    test.each(Object.entries(REFUSALS) as [SamlCorruptionName, RegExp][])(
      "is refused with %s",
      async (corruption, reason) => {
        const { sp, id, xml } = await asked(name);
        const refused = await sp.response(CORRUPTIONS[corruption](xml, await forger()), id);
        expect(refused).toEqual({ refused: expect.stringMatching(reason) });
      },
    );

    test("but not with nothing changed and a new signature", async () => {
      const { sp, id, xml } = await asked(name);
      expect(await sp.response(signedAgain(xml, await forger()), id)).toMatchObject({ name_id: "w1t-ada" });
    });
  });

  describe.each(SIGNED)("signing %s: the same person is sent in the form", (sign) => {
    async function sent(form: string) {
      idps.arm(sign, ADA.key, { name: form, parameters: {} });
      const { sp, id, xml } = await asked(sign);
      expect(idps.disarm(sign, ADA.key)).toEqual({ delivered: true });
      return await sp.response(xml, id);
    }

    test.each(LAWFUL_FORMS.filter((form) => form !== TOO_MANY))("%s", async (form) => {
      expect(await sent(form)).toMatchObject({ name_id: "w1t-ada", attributes: { mail: ["ada.w1t@acme.test"] } });
    });

    // SAML Profiles 4.1.4.2: there must be at least one.
    test(`${TOO_MANY}, which it refuses`, async () => {
      expect(await sent(TOO_MANY)).toEqual({ refused: expect.stringContaining("must include an AuthnStatement") });
    });
  });

  test("a Response that is encrypted for somebody else is refused", async () => {
    const { sp, id, xml } = await asked("foreign");
    expect(await sp.response(xml, id)).toEqual({ refused: expect.stringMatching(UNREADABLE) });
  });

  test("our IdP reads its metadata: what it wants signed and encrypted, and where it is", async () => {
    const wants = { sign: "assertion", encrypt: true } as const;
    const metadata = await python.metadata(wants);
    const read = () => Promise.resolve(metadata);
    const spec: SamlSpec = {
      protocol: "saml",
      name: "told",
      name_id: "persistent",
      attributes: {},
      acs: [],
      sign: "response",
      sign_as_wanted: true,
      encrypt: true,
      single_logout: true,
      sp_metadata: { name: "python-saml", read },
    };
    const reading = await openIdps(each, [spec]);
    reading.admit("told", ADA);
    expect(await reading.knownSp("told")).toEqual({
      sp_entity_id: ENTITY_ID,
      acs: [ACS],
      requests_signed: true,
      encrypted: true,
      signed: "both",
      unsigned_assertion: false,
    });
    const sp = python.sp((await reading.facts("told")) as SamlFacts, { sign: "both", encrypt: true });
    const { url, id } = await sp.login();
    const browser = openBrowser(each);
    await browser.open(url);
    const { xml } = await pickedAndHeldBack(browser, ADA);
    expect(await sp.response(xml, id)).toMatchObject({ name_id: "w1t-ada" });
  });
});

/** Where the IdP sends the browser with its message for the SP. */
async function sentOn(url: string): Promise<string> {
  const { status, headers } = await fetch(url, { redirect: "manual" });
  const to = headers.get("location") ?? "";
  expect([status, to.startsWith(`${SLO}?`)], to).toEqual([status, true]);
  return to;
}
