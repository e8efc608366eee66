import { describe, expect, it } from "vitest";
import { personClaims } from "../../../harness/idp/oidc/claims.ts";
import { PLAIN, PROFILES } from "../../../harness/idp/profiles/index.ts";
import { PLAIN_OIDC, PLAIN_SAML } from "../../../harness/idp/profiles/plain.ts";
import { samplePerson, sampleOidcSpec, samplesOf, sampleSamlSpec } from "../../../harness/idp/sample.ts";
import { buildResponse } from "../../../harness/idp/saml/response/build.ts";
import { oddMessages } from "./odd-messages.ts";

/** What every profile keeps, whoever adds it. */
const FACETS = { oidc: Object.keys(PLAIN_OIDC).toSorted(), saml: Object.keys(PLAIN_SAML).toSorted() };
const NEWCOMER = { ns: "k3x9q2ab", person: "ada", tenant: "acme", client: "app" };

describe.each(Object.entries(PROFILES))("%s", (name, profile) => {
  const sides = (["oidc", "saml"] as const).filter((side) => profile[side] !== null);

  it("has a name that can be written, and at least one protocol", () => {
    expect(name).toMatch(/^[a-z][a-z0-9]*$/);
    expect(profile.title).not.toBe("");
    expect(sides).not.toEqual([]);
  });

  it.each(sides)("states every facet of %s with its source, or says that it is plain", (side) => {
    const facets = Object.entries<unknown>({ ...profile[side] });
    expect(facets.map(([facet]) => facet).toSorted()).toEqual(FACETS[side]);
    for (const [facet, stated] of facets) {
      if (stated === PLAIN) continue;
      expect(stated, facet).toMatchObject({ about: expect.stringMatching(/^[A-Z`].*\.$/) });
      const { source } = stated as { readonly source: { readonly mark: string; readonly url?: string } };
      if (source.mark === "K") expect(source).toEqual({ mark: "K" });
      else expect(source, facet).toEqual({ mark: "S", url: expect.stringMatching(/^https:\/\/\S+$/) });
    }
  });

  it("gives everybody an identifier of their own, the same each time, and never the name of another tenant's", () => {
    for (const side of sides) {
      const facet = profile[side]?.subject;
      const subject = facet === undefined || facet === PLAIN ? PLAIN_OIDC.subject : facet.value;
      expect(subject(NEWCOMER)).toBe(subject({ ...NEWCOMER }));
      const others = Array.from({ length: 200 }, (_, index) => subject({ ...NEWCOMER, person: `p${index}` }));
      expect(new Set([...others, subject({ ...NEWCOMER, ns: "z1x9q2ab" }), subject(NEWCOMER)]).size).toBe(202);
    }
  });

  it("keeps every address of its own on our host, and below the connection", () => {
    const { oidc, saml } = samplesOf(name);
    const addresses = [
      ...(oidc === null ? [] : [oidc.issuer, oidc.discovery_url, ...Object.values(oidc.endpoints)]),
      ...(saml === null ? [] : [saml.sso_url, saml.metadata_url]),
    ];
    for (const address of addresses) {
      expect(address).toMatch(/^http:\/\/127\.0\.0\.1:9400\/(?:oidc|saml)\/acme(?:\/|$)/);
      expect(new URL(address).href.replace(/\/$/, "")).toBe(address.replace(/\/$/, ""));
    }
    expect(new Set(Object.values(oidc?.endpoints ?? {})).size).toBe(Object.keys(oidc?.endpoints ?? {}).length);
  });

  it("sends what its golden file shows", async () => {
    await expect(golden(samplesOf(name))).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  it("makes no claim of a text that a person brings, and no markup", () => {
    const text = `"><x a='&]]>\u0000`;
    for (const side of sides) {
      const hostile = { key: "k", claims: { subject: text, email: `a@${text}`, groups: [text], [text]: text } };
      if (side === "oidc") expect(() => told(name, hostile)).not.toThrow();
      else expect(response(name, hostile)).not.toContain("<x");
    }
  });
});

it.each([{}, { profile: "plain" }])(
  "messages of nobody in particular (%o) are what they were before there were profiles",
  async (profile) => {
    await expect(oddMessages(buildResponse, personClaims, profile)).toMatchFileSnapshot("golden/before-profiles.txt");
  },
);

it("the plain profile, and none, send the same, byte by byte", () => {
  const { profile: _, ...oidc } = sampleOidcSpec("plain");
  const { profile: __, encrypt: ___, ...saml } = sampleSamlSpec("plain");
  const person = samplePerson(PLAIN_OIDC);
  expect(JSON.stringify(personClaims(person, oidc, RELEASE))).toBe(JSON.stringify(told("plain", person)));
  expect(buildResponse(person, saml, "urn:idp", { acs: "http://localhost:3000/acs" }, "", moment())).toBe(
    response("plain", person),
  );
});

const RELEASE = {
  place: "id_token",
  scopes: new Set(["openid", "email", "profile"]),
  requested: [],
  overage: "",
} as const;

function told(profile: string, person: Parameters<typeof personClaims>[0]): object {
  return personClaims(person, sampleOidcSpec(profile), RELEASE);
}

function response(profile: string, person: Parameters<typeof personClaims>[0]): string {
  const { encrypt: _, ...spec } = sampleSamlSpec(profile);
  return buildResponse(person, spec, "urn:idp", { acs: "http://localhost:3000/acs" }, "", moment());
}

function moment(): { readonly now: Date; readonly id: () => string } {
  let made = 0;
  return { now: new Date(0), id: () => `_${made++}` };
}

/** One element a line, so that a difference can be read. */
function golden({ oidc, saml }: ReturnType<typeof samplesOf>): string {
  const { response: xml, guest, ...facts } = saml ?? { response: "", guest: null };
  const parts = [oidc === null ? "no OIDC" : JSON.stringify(oidc, null, 2)];
  parts.push(saml === null ? "no SAML" : `${JSON.stringify(facts, null, 2)}\n${xml.replaceAll("><", ">\n<")}`);
  if (guest !== null) parts.push(`of a guest\n${guest.replaceAll("><", ">\n<")}`);
  return `${parts.join("\n\n")}\n`;
}
