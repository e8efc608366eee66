import * as client from "openid-client";
import { afterEach, describe, expect, it } from "vitest";
import type { ConnectionSpec, IdpPerson, SamlFacts } from "../../../harness/idp/port.ts";
import { oidcShape, PROFILES, samlShape } from "../../../harness/idp/profiles/index.ts";
import { sampleOidcSpec, samplePerson, sampleSamlSpec, samplesOf } from "../../../harness/idp/sample.ts";
import { open, pick, posted, submit } from "../saml/support/browser.ts";
import { startSp } from "../saml/support/sp.ts";
import { describeWithWitnesses, validate, verifySignature } from "../saml/support/witness.ts";
import { REDIRECT_URI, relyingParty, signIn, Started } from "../support.ts";

/** What leaves the IdPs themselves, before libraries and validators that are not ours. */
const started = new Started();
afterEach(() => started.end());

const OIDC = Object.entries(PROFILES).flatMap(([name, { oidc }]) => (oidc === null ? [] : [name]));
const SAML = Object.entries(PROFILES).flatMap(([name, { saml }]) => (saml === null ? [] : [name]));

async function idps(spec: ConnectionSpec, person: IdpPerson) {
  const running = await started.idps({ connections: [spec] });
  running.admit(spec.name, person);
  return running;
}

describe("openid-client", () => {
  const specOf = (profile: string) => ({
    ...sampleOidcSpec(profile),
    client_secret: "app-secret",
    redirect_uris: [REDIRECT_URI],
  });

  it.each(OIDC)("signs a person in at %s, and reads what the sample shows", async (profile) => {
    const spec = specOf(profile);
    const person = samplePerson(oidcShape(profile));
    const running = await idps(spec, person);
    const { config, facts } = await relyingParty(running, spec);
    const sample = samplesOf(profile).oidc;
    const here = (address: string) => address.replace("http://127.0.0.1:9400", running.origin);
    expect(facts.issuer).toBe(here(sample?.issuer ?? ""));
    expect(facts.discovery_url).toBe(here(sample?.discovery_url ?? ""));
    expect(config.serverMetadata()).toMatchObject({
      issuer: facts.issuer,
      authorization_endpoint: facts.authorization_endpoint,
      token_endpoint: facts.token_endpoint,
      userinfo_endpoint: facts.userinfo_endpoint,
      jwks_uri: facts.jwks_uri,
    });
    const tokens = await signIn(config, { person: person.key });
    const { iat: _, exp: __, iss, ...told } = sample?.id_token ?? {};
    const claims = tokens.claims();
    expect(claims).toMatchObject({ ...told, iss: here(String(iss)) });
    const added = ["iat", "exp", "nonce", "at_hash", "auth_time"];
    const known = [...Object.keys(sample?.id_token ?? {}), ...added];
    expect(Object.keys(claims ?? {}).filter((name) => !known.includes(name))).toEqual([]);
    expect((claims?.exp ?? 0) - (claims?.iat ?? 0)).toBe(oidcShape(profile).lifetime);
    const info = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? "");
    expect(info).toEqual(sample?.userinfo);
  });

  it("a guest of Entra signs in, and is told as the sample shows: by their own address, and from where", async () => {
    const spec = specOf("entra");
    const person = samplePerson(oidcShape("entra"), true);
    const { config, facts } = await relyingParty(await idps(spec, person), spec);
    const { iat: _, exp: __, iss: ___, ...told } = samplesOf("entra").oidc?.guest ?? {};
    const claims = (await signIn(config, { person: person.key })).claims();
    expect(claims).toMatchObject({ ...told, iss: facts.issuer });
    expect(claims).toMatchObject({
      email: "ada.k3x9q2ab@partner.test",
      preferred_username: "ada.k3x9q2ab@partner.test",
    });
    // Another tenant's than the one that invited them.
    expect(claims?.["idp"]).not.toBe(`https://sts.windows.net/${JSON.stringify(claims?.["tid"]).slice(1, -1)}/`);
  });

  it("two tenants of one vendor are two issuers, each signs in its own, and knows them by an id of its own", async () => {
    const specs = ["one", "two"].map((name) => ({ ...specOf("entra"), name }));
    const running = await started.idps({ connections: specs });
    const person = samplePerson(oidcShape("entra"));
    const tenants = new Set<unknown>();
    // Who is in both is another object in each.
    const objects = new Set<unknown>();
    for (const spec of specs) {
      running.admit(spec.name, person);
      const { config } = await relyingParty(running, spec);
      const claims = (await signIn(config, { person: person.key })).claims();
      expect(claims?.iss).toMatch(
        new RegExp(`/oidc/${spec.name}/${JSON.stringify(claims?.["tid"]).slice(1, -1)}/v2\\.0$`),
      );
      tenants.add(claims?.["tid"]);
      objects.add(claims?.["oid"]);
    }
    expect([tenants.size, objects.size]).toEqual([2, 2]);
  });

  const MANY = Array.from({ length: 201 }, (_, index) => `group-${index}`);
  it.each([
    ["by their number", MANY, 201],
    ["by word", { overage: ["engineering"] }, 1],
  ])(
    "who is in more groups than Entra's token holds (%s) is told where to ask, and is answered there alone",
    async (_, groups, all) => {
      const spec = specOf("entra");
      const person = samplePerson(oidcShape("entra"));
      const many = { ...person, claims: { ...person.claims, groups } };
      const running = await idps(spec, many);
      running.admit(spec.name, { ...person, key: "bob", claims: { ...person.claims, subject: "bob" } });
      const { config } = await relyingParty(running, spec);
      const tokens = await signIn(config, { person: many.key });
      const claims: Record<string, unknown> = { ...tokens.claims() };
      expect(claims).not.toHaveProperty("groups");
      expect(claims).toMatchObject({ _claim_names: { groups: "src1" } });
      const sources = claims["_claim_sources"] as { readonly src1: { readonly endpoint: string } };
      const { endpoint } = sources.src1;
      expect(endpoint).toBe(`${running.origin}/oidc/acme/v1.0/users/${String(claims["oid"])}/getMemberObjects`);
      const ask = (token: string) => fetch(endpoint, { method: "POST", headers: { authorization: `Bearer ${token}` } });
      const { value } = (await (await ask(tokens.access_token)).json()) as { readonly value: readonly string[] };
      expect(new Set(value).size).toBe(all);
      const other = await signIn(config, { person: "bob" });
      expect([(await ask("guessed")).status, (await ask(other.access_token)).status]).toEqual([401, 403]);
    },
  );
});

describe("node-saml", () => {
  it.each([...SAML.map((profile) => [profile, "a person"] as const), ["entra", "a guest"] as const])(
    "at %s signs %s in, and reads the NameID and the names of the sample",
    async (profile, who) => {
      const isGuest = who === "a guest";
      const sp = await startSp();
      const spec = { ...sampleSamlSpec(profile), sp_entity_id: "urn:acme-app", acs: [sp.acs] };
      const person = samplePerson(samlShape(profile), isGuest);
      const running = await idps(spec, person);
      const facts = (await running.facts("acme")) as SamlFacts;
      sp.trust(facts, {
        idpIssuer: facts.entity_id,
        wantAssertionsSigned: spec.sign !== "response",
        wantAuthnResponseSigned: spec.sign !== "assertion",
      });
      const page = await submit(await pick(await open(sp.login), person.key));
      expect(page.status, page.html).toBe(200);
      const sample = samplesOf(profile).saml?.[isGuest ? "guest" : "response"] ?? "";
      const [, nameID = ""] = /<saml:NameID [^>]*>([^<]+)</.exec(sample) ?? [];
      if (isGuest) expect(nameID).toBe("ada.k3x9q2ab_partner.test#EXT#@acme.test");
      const names = [...sample.matchAll(/<saml:Attribute Name="([^"]+)"/g)].map(([, name]) => name);
      const [answer] = sp.answers;
      const read = answer !== undefined && "profile" in answer ? answer.profile : undefined;
      expect(Object.keys(read?.["attributes"] ?? {})).toEqual(names);
      expect(read?.issuer).toBe(facts.entity_id);
      if (spec.name_id !== "transient" && spec.name_id !== "persistent") expect(read?.nameID).toBe(nameID);
    },
  );
});

describe("an SP whose metadata wants assertions signed, and which means it", () => {
  it.each(SAML)("is signed in to by %s", async (profile) => {
    const sp = await startSp();
    const { sp_entity_id: _, ...spec } = { ...sampleSamlSpec(profile), acs: [] };
    let metadata = "";
    const person = samplePerson(samlShape(profile));
    const read = () => Promise.resolve(metadata);
    const running = await idps({ ...spec, sp_metadata: { name: "sp.xml", read } }, person);
    const facts = (await running.facts("acme")) as SamlFacts;
    metadata = sp.trust(facts, { wantAssertionsSigned: true }).generateServiceProviderMetadata(null);
    expect(metadata).toContain('WantAssertionsSigned="true"');
    const page = await submit(await pick(await open(sp.login), person.key));
    expect(page.status, page.html).toBe(200);
  });
});

describeWithWitnesses("xmlsec1 and the OASIS schemas", () => {
  it.each(SAML)("a Response of %s is valid, signed where it says, and its metadata too", async (profile) => {
    const spec = sampleSamlSpec(profile);
    const running = await idps(spec, samplePerson(samlShape(profile)));
    const facts = (await running.facts("acme")) as SamlFacts;
    const { xml } = posted(await pick(await open(running.portal("acme")), `ada.k3x9q2ab`));
    const paths = { response: "/*/*", assertion: "/*/*[local-name()='Assertion']/*" };
    const signed = spec.sign === "both" ? (["response", "assertion"] as const) : ([spec.sign] as const);
    expect(xml.match(/<ds:Signature /g)).toHaveLength(signed.length);
    for (const part of signed) {
      const verified = await verifySignature(xml, facts.certificate, `${paths[part]}[local-name()='Signature']`);
      expect(verified.accepted, verified.said).toBe(true);
    }
    for (const [text, schema] of [
      [xml, "protocol"],
      [facts.metadata, "metadata"],
    ] as const) {
      const valid = await validate(text, schema);
      expect(valid.accepted, valid.said).toBe(true);
    }
    expect(facts.metadata).toContain(`entityID="${facts.entity_id.replaceAll("&", "&amp;")}"`);
  });

  it.each(["google", "entra"])("%s with no groups, and with too many, is valid as well", async (profile) => {
    for (const groups of [[], Array.from({ length: 300 }, (_, index) => `g${index}`)]) {
      const person = samplePerson(samlShape(profile));
      const running = await idps(sampleSamlSpec(profile), { ...person, claims: { ...person.claims, groups } });
      const { xml } = posted(await pick(await open(running.portal("acme")), person.key));
      const valid = await validate(xml, "protocol");
      expect(valid.accepted, valid.said).toBe(true);
      if (profile === "google" && groups.length === 0)
        expect(xml).toMatch(/<saml:Attribute Name="groups"[^>]*(?:\/>|><\/saml:Attribute>)/);
      if (profile === "google" && groups.length > 0) expect(xml.match(/<saml:AttributeValue>g\d/g)).toHaveLength(75);
      if (profile === "entra" && groups.length === 0) expect(xml).not.toContain("claims/groups");
      if (profile !== "entra" || groups.length === 0) continue;
      const [, link = ""] = /groups\.link"><saml:AttributeValue>([^<]+)/.exec(xml) ?? [];
      const { value } = (await (await fetch(link)).json()) as { readonly value: readonly string[] };
      expect(value).toHaveLength(300);
    }
  });
});
