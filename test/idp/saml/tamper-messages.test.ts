import { DOMParser } from "@xmldom/xmldom";
import { describe, expect, test } from "vitest";
import { NEEDS } from "../../../harness/tampers/row.ts";
import { CONTROL, eventOf, TAMPERS } from "../../../harness/tampers/index.ts";
import { ADA, CONNECTION, NEIGHBOUR, startIdp } from "./support/idp.ts";
import { open, pick, posted, submit } from "./support/browser.ts";
import { differences, outlineOf, partsOf } from "./support/parts.ts";
import { startSp } from "./support/sp.ts";
import { CASES } from "./support/tamper-cases.ts";

/** What is signed, by the elements in which a signature stands. */
function signedIn(xml: string): readonly string[] {
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  const signatures = [...(root?.getElementsByTagName("ds:Signature") ?? [])];
  return signatures.map(({ parentNode }) => parentNode?.localName ?? "");
}

/**
 * Every tamper before an outside witness: compared with its honest twin the Response differs in what the tamper is named
 * for and in nothing else, and node-saml refuses it for that reason, or for none (null) where it leaves that to its user.
 */
test("there is a case for every tamper", () => {
  // Those of a sign-out: logout.test.ts.
  expect(CASES.map(({ name }) => name)).toEqual(Object.keys(TAMPERS.saml).filter((name) => eventOf(name) !== "logout"));
});

describe.each(["assertion", "response", "both"] as const)("signing %s", (sign) => {
  const signed = TAMPERS.saml;
  // What an encrypted assertion is sent with: encryption.test.ts.
  // Each of these sign-ins begins at the SP.
  const lacks = ["encrypted", "unsolicited", ...(sign === "assertion" ? [] : ["unsigned_response"])];
  const applicable = CASES.filter(({ name }) => !needs(name).some((need) => lacks.includes(need)));
  const others = CASES.filter((one) => !applicable.includes(one));

  test.each(applicable)("$name is as it is named, and node-saml says $refused", async (one) => {
    const { name, differs, outline, shows, signs } = one;
    const refused = one.covered === true && sign !== "assertion" ? /signature/i : one.refused;
    const sp = await startSp();
    const key = needs(name).includes("key_attribute") ? { key_attribute: "staffNumber" } : {};
    const idp = await startIdp({ sign, acs: [sp.acs], ...key });
    const wants = (here: string) => signs === undefined && sign !== here;
    sp.trust(idp.facts, {
      wantAssertionsSigned: wants("response"),
      wantAuthnResponseSigned: wants("assertion"),
    });
    if (one.says !== undefined) idp.idps.admit(CONNECTION, { ...ADA, claims: { ...ADA.claims, ...one.says } });
    const send = async (tamper: string) => {
      const parameters = ["neighbour-key", "as-neighbour"].includes(tamper) ? { of: NEIGHBOUR } : {};
      idp.idps.arm(CONNECTION, ADA.key, { name: tamper, parameters });
      const page = await pick(await open(sp.login), ADA.key);
      expect(idp.idps.disarm(CONNECTION, ADA.key)).toEqual({ delivered: true });
      const { xml } = posted(page);
      await submit(page);
      return { xml, parts: partsOf(xml), outline: outlineOf(xml), answer: sp.answers.at(-1) };
    };
    const twin = await send(CONTROL);
    expect(twin.answer).toMatchObject({ profile: { nameID: ADA.claims["subject"] } });
    const { parts, answer, ...seen } = await send(name);
    if (differs !== undefined) expect(differences(twin.parts, parts)).toEqual(differs.toSorted());
    if (shows !== undefined) {
      expect(seen.xml).toMatch(shows);
      expect(twin.xml).not.toMatch(shows);
    }
    if (signs !== undefined) expect(signedIn(seen.xml)).toEqual([signs]);
    if (outline !== undefined && sign === "assertion") expect(seen.outline).toBe(outline);
    if (refused === "nothing") expect(told(answer)).toEqual(told(twin.answer));
    else if (refused === null) expect(answer).not.toMatchObject({ error: expect.stringMatching(/signature/i) });
    else expect(answer).toMatchObject({ error: expect.stringMatching(refused) });
  });

  test.each(others)("$name has nothing to act on, and says so", async ({ name }) => {
    const sp = await startSp();
    const idp = await startIdp({ sign, acs: [sp.acs] });
    sp.trust(idp.facts);
    idp.idps.arm(CONNECTION, ADA.key, { name, parameters: {} });
    await pick(await open(sp.login), ADA.key);
    expect(idp.idps.disarm(CONNECTION, ADA.key)).toEqual({
      delivered: false,
      not_applicable: NEEDS[needs(name).find((need) => lacks.includes(need)) as keyof typeof NEEDS],
    });
  });

  test.each([
    ["nothing", undefined],
    ["empty-relay-state", ""],
    ["long-relay-state", expect.stringMatching(/^.{80}$/)],
    ["unicode-relay-state", "žluť 王 𠮷 אב"],
  ])("what nobody asked for has with %s the RelayState %j", async (name, sent) => {
    const sp = await startSp();
    const { idps } = await startIdp({ sign, acs: [sp.acs] });
    idps.arm(CONNECTION, ADA.key, { name, parameters: {} });
    const page = await pick(await open(idps.portal(CONNECTION)), ADA.key);
    expect(posted(page).relayState).toEqual(sent);
    expect(idps.disarm(CONNECTION, ADA.key)).toEqual({ delivered: true });
  });

  function needs(name: string): readonly string[] {
    return signed[name]?.needs ?? [];
  }
});

/** All that node-saml tells of her, but for what is new each time. */
function told(answer: object | undefined): unknown {
  if (answer === undefined || !("profile" in answer)) return answer;
  const {
    ID: _id,
    sessionIndex: _session,
    inResponseTo: _request,
    ...profile
  } = answer.profile as { [name: string]: unknown };
  return Object.fromEntries(Object.entries(profile).filter(([, value]) => typeof value !== "function"));
}
