import { describe, expect, test } from "vitest";
import { ADA, CONNECTION, startIdp } from "./support/idp.ts";
import type { RunningIdp } from "./support/idp.ts";
import { cancel, open, pick, posted, submit } from "./support/browser.ts";
import { authnRequest, redirectUrl } from "./support/request.ts";
import { startSp } from "./support/sp.ts";

async function signIn(idp: RunningIdp, key = "ada"): Promise<string> {
  return posted(await pick(await open(redirectUrl(idp, authnRequest())), key)).xml;
}

function arm(idp: RunningIdp, name: string): void {
  idp.idps.arm(CONNECTION, "ada", { name, parameters: {} });
}

/** A Response without what differs from one sign-in to the next. */
function stable(xml: string): string {
  return xml
    .replace(/<ds:Signature .*?<\/ds:Signature>/gs, "<Signature/>")
    .replace(/_[0-9a-f]{40}/g, "_ID")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME");
}

describe.each(["assertion", "response", "both"] as const)("signing %s", (sign) => {
  test.each([
    ["nothing", 200],
    ["missing-subject", 401],
    ["blank-subject", 200],
  ])("the SP finds a good signature on %s", async (name, status) => {
    const sp = await startSp();
    const idp = await startIdp({ sign, acs: [sp.acs] });
    sp.trust(idp.facts, { wantAssertionsSigned: sign !== "response", wantAuthnResponseSigned: sign !== "assertion" });
    arm(idp, name);
    const page = await submit(await pick(await open(sp.login), "ada"));
    expect(page.html).not.toContain("signature");
    // node-saml itself signs in nobody as a person with no name: it is its user who must look.
    expect([200, status]).toContain(page.status);
  });

  test("nothing changes nothing but the signature, and is told as delivered", async () => {
    const idp = await startIdp({ sign });
    const untouched = await signIn(idp);
    arm(idp, "nothing");
    const control = await signIn(idp);
    expect(stable(control)).toBe(stable(untouched));
    expect(idp.idps.disarm(CONNECTION, "ada")).toEqual({ delivered: true });
  });
});

describe("the subject", () => {
  test("missing-subject leaves neither NameID nor key attribute", async () => {
    const idp = await startIdp({ key_attribute: "uid", name_id: "transient" });
    arm(idp, "missing-subject");
    const xml = await signIn(idp);
    expect(xml).not.toContain("NameID");
    expect(xml).not.toContain('Name="uid"');
    expect(xml).not.toContain("q1x-ada<");
    expect(xml).toContain('Name="email"');
    expect(xml).toContain("SubjectConfirmation");
  });

  test("missing-subject takes the statement along with its only attribute", async () => {
    const idp = await startIdp({ key_attribute: "uid" });
    idp.idps.admit(CONNECTION, { key: "ada", claims: { subject: "s" } });
    arm(idp, "missing-subject");
    expect(await signIn(idp)).not.toContain("AttributeStatement");
  });

  test("blank-subject leaves both, empty", async () => {
    const idp = await startIdp({ key_attribute: "uid" });
    arm(idp, "blank-subject");
    const xml = await signIn(idp);
    expect(xml).toMatch(/<saml:NameID [^>]*\/>/);
    expect(xml).toMatch(/<saml:Attribute Name="uid"[^>]*><saml:AttributeValue\/><\/saml:Attribute>/);
    expect(xml).toContain(ADA.claims["email"]);
  });
});

test("a tamper touches only the person for whom it is armed", async () => {
  const idp = await startIdp();
  idp.idps.admit(CONNECTION, { key: "bob", claims: { subject: "q1x-bob" } });
  arm(idp, "missing-subject");
  expect(await signIn(idp, "bob")).toContain(">q1x-bob</saml:NameID>");
  expect(idp.idps.disarm(CONNECTION, "ada")).toEqual({ delivered: false });
  expect(await signIn(idp)).toContain(">q1x-ada</saml:NameID>");
});

test("a cancelled sign-in delivers no tamper", async () => {
  const idp = await startIdp();
  arm(idp, "missing-subject");
  await cancel(await open(redirectUrl(idp, authnRequest())));
  expect(idp.idps.disarm(CONNECTION, "ada")).toEqual({ delivered: false });
});

test("a name that SAML has no meaning for can not be armed", async () => {
  const idp = await startIdp();
  expect(() => arm(idp, "non-string-subject")).toThrow(/non-string-subject/);
});

test("Responses wait for each other where a barrier is set", async () => {
  const idp = await startIdp();
  for (const key of ["bob", "carol"]) idp.idps.admit(CONNECTION, { key, claims: { subject: `q1x-${key}` } });
  idp.idps.meet(CONNECTION, ["ada", "bob"], 2, 20_000);
  const left: string[] = [];
  const sent = async (key: string): Promise<void> => {
    expect(await signIn(idp, key)).toContain(`>q1x-${key}</saml:NameID>`);
    left.push(key);
  };
  const ada = sent("ada");
  // Whoever is not held back gets through, several times over; ada does not.
  for (let round = 0; round < 5; round++) await sent("carol");
  expect(left).not.toContain("ada");
  await Promise.all([ada, sent("bob")]);
  expect(left.slice(5).toSorted()).toEqual(["ada", "bob"]);
});
