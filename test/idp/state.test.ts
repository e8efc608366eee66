import { X509Certificate } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createKeyStore } from "../../harness/idp/state/keys.ts";
import { selfSigned } from "../../harness/idp/state/certificate.ts";
import { oidcSpec, relyingParty, signIn, ADA, Started } from "./support.ts";

const started = new Started();
let dir = "";
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), "jitterbug-state-")), "state");
});
afterEach(async () => {
  await started.end();
  await rm(join(dir, ".."), { recursive: true, force: true });
});

test.each(["RS256", "ES256"] as const)("a key pair for %s, with a certificate that OpenSSL reads", async (alg) => {
  const key = await createKeyStore(dir, "acme-saml").signingKey("signing", alg);
  const certificate = new X509Certificate(key.certificatePem);
  expect(certificate.subject).toBe("CN=acme-saml signing");
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.publicKey.export({ format: "jwk" })).toEqual(key.publicJwk);
  expect(key.publicJwk).not.toHaveProperty("d");
  expect(Date.parse(certificate.validTo) - Date.now()).toBeGreaterThan(365 * 86_400_000);
});

test("a certificate's dates are told as they were asked, before and after 2050", async () => {
  const { generateKeyPairSync } = await import("node:crypto");
  const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const notBefore = new Date("2049-12-31T23:59:59Z");
  const notAfter = new Date("2050-01-01T00:00:00Z");
  const certificate = new X509Certificate(selfSigned({ ...pair, commonName: "Ünïcode", notBefore, notAfter }));
  expect([Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]).toEqual([+notBefore, +notAfter]);
  expect(certificate.subject).toBe("CN=Ünïcode");
});

test("a restart keeps keys and secrets, in files that nobody else may read", async () => {
  const { client_secret: _given, ...unset } = oidcSpec({ signing_alg: "RS256" });
  const first = await started.idps({ connections: [unset], stateDir: dir });
  first.admit("acme-oidc", ADA);
  const before = await relyingParty(first, unset);
  await signIn(before.config);
  const keys = await (await fetch(before.facts.jwks_uri)).json();
  await first.close();
  const second = await started.idps({ connections: [unset], stateDir: dir });
  const after = await relyingParty(second, unset);
  expect(after.facts.client_secret).toBe(before.facts.client_secret);
  expect(after.facts.client_secret).toMatch(/^[\w-]{43}$/);
  expect(await (await fetch(after.facts.jwks_uri)).json()).toEqual(keys);

  expect((await readdir(join(dir, "acme-oidc"))).toSorted()).toEqual(["client.secret", "signing.RS256.pem"]);
  const mode = async (path: string): Promise<number> => (await stat(path)).mode & 0o777;
  expect(await mode(dir)).toBe(0o700);
  expect(await mode(join(dir, "acme-oidc"))).toBe(0o700);
  expect(await mode(join(dir, "acme-oidc", "client.secret"))).toBe(0o600);
  expect(await mode(join(dir, "acme-oidc", "signing.RS256.pem"))).toBe(0o600);
});

test("ephemeral state writes nothing and differs each time", async () => {
  const [one, two] = [createKeyStore(null, "a"), createKeyStore(null, "a")];
  expect(await one.secret("client")).toBe(await one.secret("client"));
  expect(await one.secret("client")).not.toBe(await two.secret("client"));
  await expect(stat(dir)).rejects.toMatchObject({ code: "ENOENT" });
});

test("where many make the same at once, all end with the same", async () => {
  const stores = Array.from({ length: 8 }, () => createKeyStore(dir, "acme"));
  const keys = await Promise.all(stores.map((store) => store.signingKey("signing", "ES256")));
  const secrets = await Promise.all(stores.map((store) => store.secret("client")));
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
  expect(new Set(secrets).size).toBe(1);
  expect((await readdir(join(dir, "acme"))).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

test("no name leaves the folder", async () => {
  await createKeyStore(dir, "../../etc").secret("../x");
  expect(await readdir(dir)).toEqual(["%2E%2E%2F..%2Fetc"]);
});

test("a damaged file, and a folder that can not be used, say what to do", async () => {
  await createKeyStore(dir, "acme").signingKey("signing", "ES256");
  const file = join(dir, "acme", "signing.ES256.pem");
  await writeFile(file, (await readFile(file, "utf8")).slice(0, 80));
  await expect(createKeyStore(dir, "acme").signingKey("signing", "ES256")).rejects.toMatchObject({
    code: "ERR_STATE",
    message: expect.stringContaining(file),
    hint: expect.stringContaining("Delete the file"),
  });
  await writeFile(join(dir, "file"), "");
  const store = createKeyStore(join(dir, "file"), "acme");
  await expect(store.secret("client")).rejects.toMatchObject({
    code: "ERR_STATE",
    hint: expect.stringContaining("--ephemeral-keys"),
  });
  await rm(join(dir, "file"));
  expect(await store.secret("client")).toBeTruthy();
});
