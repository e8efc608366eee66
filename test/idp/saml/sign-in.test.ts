import { ValidateInResponseTo } from "@node-saml/node-saml";
import { describe, expect, test } from "vitest";
import { ADA, CONNECTION, startIdp } from "./support/idp.ts";
import { cancel, open, pick, posted, submit } from "./support/browser.ts";
import { startSp } from "./support/sp.ts";

const FORMATS = {
  persistent: "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
  emailAddress: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
  transient: "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
  unspecified: "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
} as const;

/** The SP demands what is signed, so that a signature that is missing is seen. */
const DEMANDS = {
  assertion: { wantAssertionsSigned: true, wantAuthnResponseSigned: false },
  response: { wantAssertionsSigned: false, wantAuthnResponseSigned: true },
  both: { wantAssertionsSigned: true, wantAuthnResponseSigned: true },
} as const;

describe.each(Object.keys(DEMANDS) as (keyof typeof DEMANDS)[])("signing %s", (sign) => {
  test.each(Object.keys(FORMATS) as (keyof typeof FORMATS)[])("node-saml accepts a %s NameID", async (name_id) => {
    const sp = await startSp();
    const { facts } = await startIdp({ acs: [sp.acs], sign, name_id });
    sp.trust(facts, DEMANDS[sign]);

    const page = await submit(await pick(await open(`${sp.login}?RelayState=back%20to%20%2Fhome%3Fa%3D1`), "ada"));

    expect(page.status, page.html).toBe(200);
    const [answer] = sp.answers;
    if (answer === undefined || !("profile" in answer)) throw new Error("not signed in");
    const { profile, relayState } = answer;
    expect(relayState).toBe("back to /home?a=1");
    expect(profile.issuer).toBe(facts.entity_id);
    expect(profile.nameIDFormat).toBe(FORMATS[name_id]);
    expect(profile.nameID).toMatch(
      {
        persistent: /^q1x-ada$/,
        unspecified: /^q1x-ada$/,
        emailAddress: /^ada\.q1x@acme\.test$/,
        transient: /^_[0-9a-f]{40}$/,
      }[name_id],
    );
    expect(profile.nameQualifier).toBe(name_id === "persistent" ? facts.entity_id : undefined);
    expect(profile.spNameQualifier).toBe(name_id === "persistent" ? "urn:acme-app" : undefined);
    expect(profile.sessionIndex).toMatch(/^_/);
    expect(profile["given_name"]).toBe("Ada");
  });

  test("node-saml refuses an altered message", async () => {
    const sp = await startSp();
    const { facts } = await startIdp({ acs: [sp.acs], sign });
    sp.trust(facts, DEMANDS[sign]);
    const { action, xml } = posted(await pick(await open(sp.login), "ada"));
    const altered = xml.replace("q1x-ada", "q1x-bob");

    const page = await open(action, { SAMLResponse: Buffer.from(altered).toString("base64") });

    expect(page.status).toBe(401);
    expect(sp.answers).toEqual([{ error: expect.stringMatching(/signature/i) }]);
  });

  test("an SP that is told of a cancel gets AuthnFailed and no assertion", async () => {
    const sp = await startSp();
    const { facts } = await startIdp({ acs: [sp.acs], sign });
    sp.trust(facts, { wantAuthnResponseSigned: sign !== "assertion" });

    const page = await submit(await cancel(await open(sp.login)));

    expect(page.status).toBe(401);
    expect(sp.answers).toEqual([{ error: expect.stringContaining("The person cancelled the sign-in.") }]);
  });
});

test("an AuthnRequest by HTTP-POST is answered as one by HTTP-Redirect", async () => {
  const sp = await startSp();
  const { facts } = await startIdp({ acs: [sp.acs] });
  const saml = sp.trust(facts, { authnRequestBinding: "HTTP-POST", skipRequestCompression: true });
  const form = await saml.getAuthorizeMessageAsync("state-7", undefined, {});

  const page = await submit(await pick(await open(facts.sso_url, form as Record<string, string>), "ada"));

  expect(page.status, page.html).toBe(200);
  expect(sp.answers[0]).toMatchObject({ relayState: "state-7", profile: { nameID: "q1x-ada" } });
});

test("a sign-in from the portal is unsolicited: no InResponseTo, the RelayState that was given", async () => {
  const sp = await startSp();
  const { idps, facts } = await startIdp({ acs: [sp.acs, "http://localhost:9/second"] });
  sp.trust(facts, { validateInResponseTo: ValidateInResponseTo.never });
  const portal = idps.portal(CONNECTION);

  const page = await pick(await open(`${portal}?RelayState=%2Fdeep`), "ada");
  const { action, xml, relayState } = posted(page);
  expect({ action, relayState }).toEqual({ action: sp.acs, relayState: "/deep" });
  expect(xml).not.toContain("InResponseTo");
  expect(posted(await pick(await open(portal), "ada")).relayState).toBeUndefined();
  expect((await submit(page)).status).toBe(200);
});

test("parallel sign-ins do not mix people", async () => {
  const sp = await startSp();
  const { idps, facts } = await startIdp({ acs: [sp.acs] });
  sp.trust(facts);
  const people = Array.from({ length: 24 }, (_, index) => `person-${index}`);
  for (const key of people) {
    idps.admit(CONNECTION, { key, claims: { subject: `s-${key}`, email: `${key}@acme.test`, groups: [key] } });
  }

  const signedIn = await Promise.all(
    people.map(async (key) => {
      const login = await open(`${sp.login}?RelayState=${key}`);
      return JSON.parse((await submit(await pick(login, key))).html) as unknown;
    }),
  );

  expect(signedIn).toMatchObject(
    people.map((key) => ({
      relayState: key,
      profile: { nameID: `s-${key}`, email: `${key}@acme.test`, groups: key, issuer: facts.entity_id },
    })),
  );
});

test("two connections on one origin keep their names and keys apart", async () => {
  const sp = await startSp();
  const ours = await startIdp({ acs: [sp.acs] });
  const theirs = await startIdp({ acs: [sp.acs] });
  sp.trust(ours.facts);
  const login = await open(sp.login);
  const { searchParams } = new URL(await sp.trust(ours.facts).getAuthorizeUrlAsync("", undefined, {}));
  expect(login.status).toBe(200);

  // The same request at the other IdP names a Destination that is not there.
  const page = await open(
    `${theirs.facts.sso_url}?SAMLRequest=${encodeURIComponent(searchParams.get("SAMLRequest") ?? "")}`,
  );
  expect(page.status).toBe(400);
  expect(page.html).toContain("Destination");
  expect(ours.facts.certificate).not.toBe(theirs.facts.certificate);
});

test("what went over the wire is noted, decoded", async () => {
  const sp = await startSp();
  const { facts, exchanges } = await startIdp({ acs: [sp.acs] });
  sp.trust(facts);
  await pick(await open(sp.login), "ada");

  await expect
    .poll(() => exchanges.flatMap(({ messages }) => messages))
    .toEqual([
      {
        kind: "AuthnRequest",
        content: {
          xml: expect.stringContaining("AuthnRequest"),
          id: expect.stringMatching(/^_/),
          issuer: "urn:acme-app",
          acs: sp.acs,
          destination: facts.sso_url,
          binding: "redirect",
          signature: "none",
        },
      },
      { kind: "Response", content: { xml: expect.stringContaining("<saml:Assertion") } },
    ]);
});

test("a person who changes is sent as changed, and one who is dismissed is gone", async () => {
  const sp = await startSp();
  const { idps, facts } = await startIdp({ acs: [sp.acs] });
  sp.trust(facts);
  const login = await open(sp.login);
  idps.admit(CONNECTION, { ...ADA, claims: { ...ADA.claims, email: "ada.king@acme.test" } });
  expect(posted(await pick(login, "ada")).xml).toContain("ada.king@acme.test");
  idps.dismiss(CONNECTION, "ada");
  const page = await open(login.url, { person: "ada" });
  expect(page.status).toBe(400);
  expect(page.html).toContain("not known at this connection");
});
