import { X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { golden, jitterbug } from "./command-line.ts";

const METADATA = `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="urn:acme">
  <md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="http://localhost:3000/from-metadata" index="0"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>`;

const TARGET = `target: acme
base_url: http://localhost:3000
connections:
  web:
    protocol: oidc
    client_id: app
    client_secret: keep-this-quiet
    redirect_uris: ["http://localhost:3000/callback"]
    claims: { given_name: firstName }
    sign_in: GET /login
  public:
    protocol: oidc
    client_id: spa
    client_auth: none
    redirect_uris: ["http://localhost:3000/spa"]
    claims_in: id_token
    sign_in: GET /spa
  named:
    protocol: saml
    sp_entity_id: urn:named
    acs: ["http://localhost:3000/acs", "http://localhost:3000/acs2"]
    name_id: emailAddress
    attributes: { email: mail, family_name: sn }
    policy: { identity_key: "entity_attr:uid" }
    roles: { one: { group: g, role: r } }
    sign_in: GET /saml
  described:
    protocol: saml
    sp_metadata: sp.xml
    sign: both
    sign_in: GET /saml2
  lost:
    protocol: saml
    sp_metadata: http://localhost:1/metadata
    sign_in: GET /saml3
observe:
  session: { request: GET /me, map: { account: $.id } }
  accounts: { exec: [echo, "[]"], each: "$[*]", map: { id: $.id } }
`;

let folder: string;
const idp = (...args: string[]) => jitterbug(["idp", "--print", ...args], { cwd: folder });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "jitterbug-setup-"));
  writeFileSync(join(folder, "jitterbug.yaml"), TARGET);
  writeFileSync(join(folder, "sp.xml"), METADATA);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("idp --print", () => {
  it("sets both sides of each connection side by side, in the words of both", async () => {
    const ended = await idp("--metadata", "idp");
    const pinned = golden(ended)
      .replace(/(?:[0-9A-F]{2}:){31}[0-9A-F]{2}/g, "FINGERPRINT")
      .replace(/-----BEGIN[^!]*?-----END CERTIFICATE-----/g, "PEM");
    await expect(pinned).toMatchFileSnapshot("golden/idp-print.txt");
  });

  it("says it in the words of the vendor's form where a connection has a profile", async () => {
    const shaped = TARGET.replace(/sign_in: GET \/(login|saml)\n/g, (line) => `profile: okta\n    ${line}`);
    writeFileSync(join(folder, "okta.yaml"), shaped);
    const { stdout } = await idp("--target", "okta.yaml");
    expect(stdout).toMatch(/^web {2}oidc {2}Okta$/m);
    expect(stdout).toMatch(/^ {4}Sign-in redirect URIs +http:\/\/localhost:3000\/callback$/m);
    expect(stdout).toMatch(
      /^named {2}saml {2}Okta\n {2}enter at your SP, as Okta shows it\n {4}Issuer +http:\/\/www\.okta\.com/m,
    );
    expect(stdout).toMatch(
      /^ {2}entered at Okta of your SP, here by the target file\n {4}Audience URI \(SP Entity ID\) +urn:named$/m,
    );
    expect(stdout).toMatch(/^ {4}Single sign-on URL +http:\/\/localhost:3000\/acs$/m);
    expect(stdout).toMatch(/^described {2}saml\n {2}enter at your SP\n {4}IdP entity ID \(issuer\)/m);
    const { connections } = JSON.parse((await idp("--target", "okta.yaml", "--json")).stdout) as {
      connections: { name: string; vendor?: { title: string; words: Record<string, string> } }[];
    };
    expect(connections[0]?.vendor).toMatchObject({ title: "Okta", words: { redirect_uris: "Sign-in redirect URIs" } });
    expect(connections[1]).not.toHaveProperty("vendor");
  });

  it("names nothing that the vendor's shape withholds, but what the connection names itself", async () => {
    const shaped = (profile: string, more = "") =>
      TARGET.replace(/sign_in: GET \/(?:login|saml)\n/g, (line) => `profile: ${profile}\n    ${line}`).replace(
        "claims: { given_name: firstName }",
        `claims: { given_name: firstName${more} }`,
      );
    const sent = async (text: string) => {
      writeFileSync(join(folder, "shaped.yaml"), text);
      const { connections } = JSON.parse((await idp("--target", "shaped.yaml", "--json")).stdout) as {
        connections: { name: string; sent: { claims?: object; attributes?: object } }[];
      };
      const of = (name: string) => connections.find((one) => one.name === name)?.sent;
      return [Object.keys(of("web")?.claims ?? {}), Object.keys(of("named")?.attributes ?? {})];
    };
    const plain = ["email", "given_name", "family_name", "name", "preferred_username"];
    const [entra, keycloak] = [await sent(shaped("entra")), await sent(shaped("keycloak"))];
    expect(entra[0]).toEqual(["subject", ...plain]);
    expect(keycloak[1]).toEqual(expect.arrayContaining(["email", "given_name", "family_name", "groups"]));
    expect(keycloak[1]).not.toEqual(expect.arrayContaining(["name"]));
    expect(keycloak[1]).not.toEqual(expect.arrayContaining(["preferred_username"]));
    const [own] = await sent(shaped("entra", ", email_verified: verified"));
    expect(own).toContain("email_verified");
  });

  it("writes metadata that names the IdP as it is printed, with the certificate whose fingerprint is printed", async () => {
    const { stdout } = await idp("--metadata", "idp");
    expect(readdirSync(join(folder, "idp")).toSorted()).toEqual(["described.xml", "lost.xml", "named.xml"]);
    const xml = readFileSync(join(folder, "idp/named.xml"), "utf8");
    const entity = /entityID="([^"]+)"/.exec(xml)?.[1] ?? "none";
    expect(stdout).toContain(entity);
    const body = /<ds:X509Certificate>([^<]+)</.exec(xml)?.[1] ?? "";
    expect(stdout).toContain(new X509Certificate(Buffer.from(body, "base64")).fingerprint256);
  });

  it("tells secrets to a log only where it is asked to", async () => {
    const [quiet, told] = [await idp(), await idp("--show-secrets")];
    expect(quiet.stdout).not.toContain("keep-this-quiet");
    expect(told.stdout).toContain("keep-this-quiet");
  });

  it("--json has the same for a script", async () => {
    const [quiet, told] = [await idp("--json"), await idp("--json", "--show-secrets")];
    expect(quiet.stdout).not.toContain("keep-this-quiet");
    const { connections } = JSON.parse(told.stdout) as { connections: Record<string, unknown>[] };
    expect(connections.map(({ name }) => name)).toEqual(["web", "public", "named", "described", "lost"]);
    expect(connections).toMatchObject([
      {
        idp: { client_id: "app", client_secret: "keep-this-quiet", issuer: expect.stringContaining("/oidc/web") },
        sp: { redirect_uris: ["http://localhost:3000/callback"], client_auth: "basic" },
        sent: { claims: { subject: "sub", email: "email", given_name: "firstName" } },
      },
      { idp: { client_secret: "" } },
      {
        sp: { sp_entity_id: "urn:named", acs: ["http://localhost:3000/acs", "http://localhost:3000/acs2"] },
        sent: {
          name_id: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
          attributes: { subject: "uid", email: "mail", family_name: "sn", groups: "groups" },
        },
      },
      { sp: { sp_entity_id: "urn:acme", acs: ["http://localhost:3000/from-metadata"] }, sent: { signed: "both" } },
      { sp: null, problem: expect.stringContaining("http://localhost:1/metadata") },
    ]);
  });

  it("says what is wrong with a folder that cannot be written", async () => {
    const ended = await idp("--metadata", "sp.xml");
    expect(ended).toMatchObject({ status: 2, stderr: expect.stringContaining("the metadata cannot be written") });
  });
});
