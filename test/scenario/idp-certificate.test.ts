import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { JitterbugError } from "../../harness/errors.ts";
import { certificate, DAY_MS } from "../../harness/idp/state/certificate.ts";
import { ownIdentity } from "../../harness/idp/tls/authority.ts";
import { loadTarget } from "../../harness/scenario/index.ts";

const dir = mkdtempSync(join(tmpdir(), "jitterbug-own-"));
const write = (name: string, text: string): void => writeFileSync(join(dir, name), text);

beforeAll(async () => {
  const own = await ownIdentity(["idp.test"], null);
  write("idp.pem", own.certificate);
  write("key.pem", own.key);
  write("ca.pem", own.ca.pem);
  await own.close();
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  write("other-key.pem", privateKey.export({ type: "pkcs8", format: "pem" }));
  const passphrase = { cipher: "aes-256-cbc", passphrase: "secret" };
  write("locked-key.pem", privateKey.export({ type: "pkcs8", format: "pem", ...passphrase }));
  const dates = { notBefore: new Date(Date.now() - 9 * DAY_MS), notAfter: new Date("2026-01-02T03:04:05Z") };
  write("old.pem", certificate({ subject: "old", issuer: "old", publicKey, signer: privateKey, ...dates }));
  write("cut.pem", own.certificate.replace(/\n\w{8}/, "\n"));
  write("nothing.pem", "nothing");
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function load(idps: string) {
  write(
    "jitterbug.yaml",
    `target: sp
base_url: http://localhost:1
idps: ${idps}
connections: { c: { protocol: oidc, client_id: app, redirect_uris: ["http://localhost:1/c"], sign_in: GET /in } }
observe:
  session: { request: GET /me, map: { account: $.id } }
  accounts: { http: GET /accounts, each: $, map: { id: $.id } }
`,
  );
  return loadTarget(join(dir, "jitterbug.yaml"), { root: dir, env: {} });
}

function faultOf(tls: string, url = "https://idp.test:9443"): string {
  try {
    load(`{ url: "${url}", tls: ${tls} }`);
    return "";
  } catch (error) {
    if (!(error instanceof JitterbugError)) throw error;
    const [fault, ...more] = error.faults;
    expect(more).toEqual([]);
    expect(fault?.hint).toBeTruthy();
    return `${fault?.place.line}: ${fault?.message}`;
  }
}

describe("a certificate of one's own", () => {
  test("is read, with what must be trusted for it", () => {
    const { tls } = load(
      '{ url: "https://idp.test:9443", tls: { certificate: idp.pem, key: key.pem, ca: ca.pem } }',
    ).idps;
    expect(tls).toMatchObject({ ca: { file: join(dir, "ca.pem") }, key: expect.stringContaining("PRIVATE KEY") });
    const alone = load('{ url: "https://idp.test:9443", tls: { certificate: idp.pem, key: key.pem } }').idps.tls;
    expect(alone).toMatchObject({ ca: { file: join(dir, "idp.pem") } });
  });

  test("must be for the host that everybody asks for", () => {
    expect(faultOf("{ certificate: idp.pem, key: key.pem }", "https://other.test")).toMatch(
      /^3: `certificate`: it is not for other.test, but for DNS:idp.test, DNS:localhost/,
    );
    expect(faultOf("{ certificate: idp.pem, key: key.pem }", "https://[::1]:9443")).toBe("");
    expect(load("{ tls: { certificate: idp.pem, key: key.pem } }").idps.url).toBeUndefined();
  });

  test("must be good still", () => {
    expect(faultOf("{ certificate: old.pem, key: key.pem }")).toMatch(
      /it is good until Jan {2}2 03:04:05 2026 GMT only/,
    );
  });

  test.each([
    ["{ certificate: idp.pem, key: other-key.pem }", "`key`: it is not the key of that certificate"],
    ["{ certificate: idp.pem, key: locked-key.pem }", "`key`: the key is locked with a passphrase"],
    ["{ certificate: idp.pem, key: idp.pem }", "`key`: there is no private key in it"],
    ["{ certificate: idp.pem, key: gone.pem }", "`key`: there is no such file"],
    ["{ certificate: cut.pem, key: key.pem }", "`certificate`: the certificate cannot be read"],
    ["{ certificate: nothing.pem, key: key.pem }", "`certificate`: there is no certificate in it"],
    ["{ certificate: key.pem, key: key.pem }", "`certificate`: this is a private key"],
    ["{ certificate: idp.pem, key: key.pem, ca: nothing.pem }", "`ca`: there is no certificate in it"],
  ])("%s", (tls, message) => {
    expect(faultOf(tls)).toBe(`3: ${message}`);
  });
});
