import { DOMParser } from "@xmldom/xmldom";
import type { Element } from "@xmldom/xmldom";
import { describe, expect, test } from "vitest";
import { CONTROL, TAMPERS } from "../../../harness/tampers/index.ts";
import { ADA, CONNECTION, startIdp } from "./support/idp.ts";
import { open, pick, posted, submit } from "./support/browser.ts";
import { startSp } from "./support/sp.ts";

/**
 * Every tamper before an outside witness: compared with its honest twin the Response differs in what the tamper is named
 * for and in nothing else, and node-saml refuses it for that reason, or for none (null) where it leaves that to its user.
 */
const SUBJECT = "/Response/Assertion/Subject";
const DATA = `${SUBJECT}/SubjectConfirmation/SubjectConfirmationData`;
const CONDITIONS = "/Response/Assertion/Conditions";

interface Case {
  readonly name: string;
  readonly differs: readonly string[];
  readonly refused: RegExp | null;
}
const CASES: readonly Case[] = [
  { name: "nothing", differs: [], refused: null },
  { name: "missing-subject", differs: [`${SUBJECT}/NameID`], refused: null },
  { name: "blank-subject", differs: [`${SUBJECT}/NameID`], refused: null },
  { name: "commented-subject", differs: [`${SUBJECT}/NameID/comment()`], refused: null },
  { name: "wrong-recipient", differs: [`${DATA}@Recipient`], refused: null },
  { name: "missing-recipient", differs: [`${DATA}@Recipient`], refused: null },
  { name: "holder-of-key", differs: [`${SUBJECT}/SubjectConfirmation@Method`], refused: null },
  { name: "expired-confirmation", differs: [`${DATA}@NotOnOrAfter`], refused: /subject confirmation/ },
  {
    name: "wrong-in-response-to",
    differs: [`${DATA}@InResponseTo`, "/Response@InResponseTo"],
    refused: /InResponseTo/,
  },
  { name: "wrong-audience", differs: [`${CONDITIONS}/AudienceRestriction/Audience`], refused: /audience/i },
  {
    name: "expired-conditions",
    differs: [`${CONDITIONS}@NotBefore`, `${CONDITIONS}@NotOnOrAfter`],
    refused: /expired/,
  },
  {
    name: "not-yet-valid",
    differs: [`${CONDITIONS}@NotBefore`, `${CONDITIONS}@NotOnOrAfter`],
    refused: /not yet valid/,
  },
  { name: "wrong-issuer", differs: ["/Response/Assertion/Issuer"], refused: null },
  { name: "wrong-destination", differs: ["/Response@Destination"], refused: null },
  { name: "missing-signature", differs: ["signatures"], refused: /signature/i },
  { name: "foreign-key", differs: [], refused: /signature/i },
  { name: "altered-after-signing", differs: [`${SUBJECT}/NameID`], refused: /signature/i },
  { name: "wrapping-forged-first", differs: ["forged"], refused: /signature|assertion/i },
];

test("there is a case for every tamper", () => {
  expect(CASES.map(({ name }) => name)).toEqual(Object.keys(TAMPERS.saml));
});

describe.each(["assertion", "response", "both"] as const)("signing %s", (sign) => {
  const signed = TAMPERS.saml;
  const applicable = CASES.filter(({ name }) => sign === "assertion" || !needs(name).includes("unsigned_response"));
  const others = CASES.filter((one) => !applicable.includes(one));

  test.each(applicable)("$name differs from its honest twin in $differs, and node-saml says $refused", async (one) => {
    const { name, differs, refused } = one;
    const sp = await startSp();
    const idp = await startIdp({ sign, acs: [sp.acs] });
    sp.trust(idp.facts, { wantAssertionsSigned: sign !== "response", wantAuthnResponseSigned: sign !== "assertion" });
    const send = async (tamper: string) => {
      idp.idps.arm(CONNECTION, ADA.key, { name: tamper, parameters: {} });
      const page = await pick(await open(sp.login), ADA.key);
      expect(idp.idps.disarm(CONNECTION, ADA.key)).toEqual({ delivered: true });
      const { xml } = posted(page);
      await submit(page);
      return { parts: partsOf(xml), answer: sp.answers.at(-1) };
    };
    const twin = await send(CONTROL);
    expect(twin.answer).toMatchObject({ profile: { nameID: ADA.claims["subject"] } });
    const { parts, answer } = await send(name);
    expect(differences(twin.parts, parts)).toEqual(differs);
    if (refused === null) expect(answer).not.toMatchObject({ error: expect.stringMatching(/signature/i) });
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
      not_applicable: "the Response is signed as a whole",
    });
  });

  function needs(name: string): readonly string[] {
    return signed[name]?.needs ?? [];
  }
});

type Parts = ReadonlyMap<string, string>;

/** Every text and attribute by its path; what is new each time is replaced by a word where it is right. */
function partsOf(xml: string): Parts {
  const parts = new Map<string, string>();
  const root = new DOMParser().parseFromString(xml, "text/xml").documentElement;
  if (root !== null) walk(root, "", parts);
  return parts;
}

function walk(element: Element, above: string, parts: Map<string, string>): void {
  const path = `${above}/${element.localName ?? ""}`;
  if (element.localName === "Signature") {
    parts.set("signatures", "some");
    return;
  }
  // A second one of the name is told as one thing.
  if (element.localName === "Assertion" && element.previousSibling?.localName === "Assertion") {
    parts.set("forged", "first");
    for (const name of parts.keys()) if (name.startsWith(path)) parts.delete(name);
  }
  for (const { name, value } of element.attributes) parts.set(`${path}@${name}`, steady(name, value));
  if ([...element.childNodes].some(({ nodeType }) => nodeType === element.COMMENT_NODE))
    parts.set(`${path}/comment()`, "some");
  const children = [...element.childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
  if (children.length === 0) parts.set(path, element.textContent ?? "");
  for (const child of children) walk(child, path, parts);
}

function steady(name: string, value: string): string {
  if (name === "ID" || name === "SessionIndex") return "any";
  if (name === "InResponseTo") return value.endsWith("-other") ? "other" : "right";
  const wanted: Readonly<Record<string, number>> = {
    NotBefore: -60,
    NotOnOrAfter: 300,
    IssueInstant: 0,
    AuthnInstant: 0,
  };
  const seconds = wanted[name];
  const ahead = (Date.parse(value) - Date.now()) / 1_000;
  return seconds !== undefined && Math.abs(ahead - seconds) < 30 ? "right" : value;
}

function differences(one: Parts, other: Parts): readonly string[] {
  const names = [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));
  // The attributes of an element that is gone go with it.
  return names.filter((name) => !names.some((element) => name.startsWith(`${element}@`))).toSorted();
}
