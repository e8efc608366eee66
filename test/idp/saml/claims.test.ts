import { describe, expect, test } from "vitest";
import type { IdpPerson, SamlSpec } from "../../../harness/idp/port.ts";
import { ADA, CONNECTION, startIdp } from "./support/idp.ts";
import { open, pick, posted, submit } from "./support/browser.ts";
import { authnRequest, redirectUrl } from "./support/request.ts";
import { startSp } from "./support/sp.ts";
import { describeWithWitnesses, validate, verifySignature } from "./support/witness.ts";

/** The XML of a sign-in by a person with these claims. */
async function signIn(claims: IdpPerson["claims"], changes: Partial<SamlSpec> = {}): Promise<string> {
  const idp = await startIdp(changes);
  idp.idps.admit(CONNECTION, { key: "ada", claims });
  return posted(await pick(await open(redirectUrl(idp, authnRequest())), "ada")).xml;
}

/** Attribute Name -> the XML between its tags. */
function attributes(xml: string): Readonly<Record<string, string>> {
  const found = [...xml.matchAll(/<saml:Attribute Name="([^"]*)"[^>]*?>(.*?)<\/saml:Attribute>/gs)];
  return Object.fromEntries(found.map(([, name, inner]) => [name, (inner ?? "").replaceAll("saml:", "")]));
}

const subject = { subject: "s1" };
const NIL = '<AttributeValue xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>';

describe("claims become attributes", () => {
  const values: readonly (readonly [string, unknown, string | undefined])[] = [
    ["text", "x", "<AttributeValue>x</AttributeValue>"],
    ["the empty string", "", "<AttributeValue/>"],
    ["white space", "  \t ", "<AttributeValue>  \t </AttributeValue>"],
    ["null", null, NIL],
    ["an absent claim", undefined, undefined],
    ["an empty list", [], undefined],
    ["one value in a list", ["x"], "<AttributeValue>x</AttributeValue>"],
    [
      "several values",
      ["x", "", null, 3],
      `<AttributeValue>x</AttributeValue><AttributeValue/>${NIL}<AttributeValue>3</AttributeValue>`,
    ],
    ["false", false, "<AttributeValue>false</AttributeValue>"],
    ["zero", 0, "<AttributeValue>0</AttributeValue>"],
    ["an object", { a: ["b"] }, '<AttributeValue>{"a":["b"]}</AttributeValue>'],
    ["markup", "O'Brien & <b>", "<AttributeValue>O'Brien &amp; &lt;b&gt;</AttributeValue>"],
    ["the end of a CDATA section", "]]>", "<AttributeValue>]]&gt;</AttributeValue>"],
    ["line ends", "a\r\nb\u2028c\u0085d", "<AttributeValue>a&#xD;\nb&#x2028;c&#x85;d</AttributeValue>"],
    ["what XML can not hold", "a\u0000b\uD800c", "<AttributeValue>a\uFFFDb\uFFFDc</AttributeValue>"],
  ];
  test.each(values)("%s", async (_title, title, expected) => {
    const xml = await signIn({ ...subject, ...(title === undefined ? {} : { title }) });
    expect(attributes(xml)["title"]).toBe(expected);
  });

  test("all but the subject and email_verified, under the mapped Name or their own", async () => {
    const xml = await signIn(ADA.claims, {
      attributes: { email: "mail", given_name: "urn:oid:2.5.4.42", absent: "nobody" },
    });
    expect(Object.keys(attributes(xml))).toEqual([
      "mail",
      "urn:oid:2.5.4.42",
      "family_name",
      "name",
      "preferred_username",
    ]);
    expect(xml).toContain('Name="mail" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:basic"');
    expect(xml).toContain('Name="urn:oid:2.5.4.42" NameFormat="urn:oasis:names:tc:SAML:2.0:attrname-format:uri"');
  });

  test("email_verified where it is mapped", async () => {
    expect(attributes(await signIn(ADA.claims, { attributes: { email_verified: "verified" } }))["verified"]).toContain(
      "true",
    );
  });

  test("the subject under the key attribute, beside the NameID", async () => {
    const xml = await signIn(ADA.claims, { key_attribute: "uid", name_id: "transient" });
    expect(attributes(xml)["uid"]).toBe("<AttributeValue>q1x-ada</AttributeValue>");
    expect(xml).not.toContain(">q1x-ada</saml:NameID>");
  });

  test("a key attribute that is the email's own stays the email, once", async () => {
    const xml = await signIn(ADA.claims, { key_attribute: "mail", attributes: { email: "mail" } });
    expect(xml.match(/Name="mail"/g)).toHaveLength(1);
    expect(attributes(xml)["mail"]).toContain("ada.q1x@acme.test");
  });

  test("claims that share a Name share one Attribute", async () => {
    const xml = await signIn(
      { ...subject, groups: ["a"], teams: ["b"] },
      { attributes: { groups: "member", teams: "member" } },
    );
    expect(xml.match(/Name="member"/g)).toHaveLength(1);
    expect(attributes(xml)["member"]).toBe("<AttributeValue>a</AttributeValue><AttributeValue>b</AttributeValue>");
  });

  test("no AttributeStatement without attributes", async () => {
    expect(await signIn(subject)).not.toContain("AttributeStatement");
  });

  test("names that every object inherits are claims like others", async () => {
    const xml = await signIn({ ...subject, constructor: "c", toString: "t" });
    expect(Object.keys(attributes(xml))).toEqual(["constructor", "toString"]);
  });
});

describe("NameID", () => {
  test.each([
    ["without an email", {}],
    ["with an empty email", { email: "" }],
    ["with a null email", { email: null }],
    ["with a list for an email", { email: ["a@acme.test"] }],
  ])("emailAddress is the subject for a person %s", async (_title, claims) => {
    expect(await signIn({ ...subject, ...claims }, { name_id: "emailAddress" })).toContain(">s1</saml:NameID>");
  });

  test("is fresh at each sign-in where transient", async () => {
    const idp = await startIdp({ name_id: "transient" });
    const once = async (): Promise<string | undefined> =>
      />([^<]+)<\/saml:NameID>/.exec(posted(await pick(await open(redirectUrl(idp, authnRequest())), "ada")).xml)?.[1];
    expect(await once()).not.toBe(await once());
  });

  test("is left out for a person without a subject", async () => {
    const xml = await signIn({ email: "a@acme.test" });
    expect(xml).not.toContain("NameID");
    expect(xml).toContain("<saml:SubjectConfirmation ");
  });

  test.each(["q1x|a/b@c:d", "x".repeat(256), "Ünï-🤔", "a<!---->b", " padded "])(
    "carries %j as it is",
    async (value) => {
      const sp = await startSp();
      const { idps, facts } = await startIdp({ acs: [sp.acs] });
      sp.trust(facts);
      idps.admit(CONNECTION, { key: "odd", claims: { subject: value } });
      const { xml } = posted(await pick(await open(sp.login), "odd"));
      const [, written] = /<saml:NameID [^>]*>([^<]*)<\/saml:NameID>/.exec(xml) ?? [];
      expect(written?.replaceAll("&lt;", "<").replaceAll("&gt;", ">")).toBe(value);
    },
  );
});

/** Everything at once that ever broke a signature. */
const AWKWARD = {
  subject: "q1x-awkward",
  name: 'O\'Brien & <b> "q" ]]> &amp;',
  given_name: "Černý 🤔",
  family_name: "مرحبا\u2028next\u0085nel",
  title: " \r\n\tindented\r",
  nothing: null,
  empty: "",
  groups: ["a,b", "a;b", "", "x\u0000y"],
};

test("an SP reads awkward claims as they were", async () => {
  const sp = await startSp();
  const { idps, facts } = await startIdp({ acs: [sp.acs], sign: "both" });
  sp.trust(facts, { wantAssertionsSigned: true, wantAuthnResponseSigned: true });
  idps.admit(CONNECTION, { key: "awkward", claims: AWKWARD });
  const page = await submit(await pick(await open(sp.login), "awkward"));
  expect(page.status, page.html).toBe(200);
  const { name, given_name } = AWKWARD;
  // node-saml hands over an empty value among several as undefined.
  const groups = ["a,b", "a;b", undefined, "x\uFFFDy"];
  expect(sp.answers[0]).toMatchObject({ profile: { name, given_name, groups } });
});

describeWithWitnesses("outside witnesses on awkward claims", () => {
  test.each(["assertion", "response", "both"] as const)("signing %s", async (sign) => {
    const idp = await startIdp({ sign, name_id: "unspecified" });
    for (const tamper of [undefined, "nothing"]) {
      idp.idps.admit(CONNECTION, { key: "awkward", claims: AWKWARD });
      if (tamper !== undefined) idp.idps.arm(CONNECTION, "awkward", { name: tamper, parameters: {} });
      const { xml } = posted(await pick(await open(redirectUrl(idp, authnRequest())), "awkward"));
      expect(await validate(xml, "protocol")).toMatchObject({ accepted: true });
      const verified = await verifySignature(xml, idp.facts.certificate);
      expect(verified.accepted, verified.said).toBe(true);
      if (sign !== "both") continue;
      const inner = await verifySignature(
        xml,
        idp.facts.certificate,
        "/*/*[local-name()='Assertion']/*[local-name()='Signature']",
      );
      expect(inner.accepted, inner.said).toBe(true);
    }
  });
});
