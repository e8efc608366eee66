import { execFile } from "node:child_process";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ownIdentity, type TlsIdentity } from "../../../harness/idp/tls/authority.ts";

const run = promisify(execFile);
const DAY_MS = 86_400_000;

let dir = "";
let ended: TlsIdentity[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "jitterbug-tls-"));
});
afterEach(async () => {
  vi.useRealTimers();
  for (const identity of ended) await identity.close();
  ended = [];
  await rm(dir, { recursive: true, force: true });
});

async function identity(hosts: readonly string[], stateDir: string | null = dir): Promise<TlsIdentity> {
  const made = await ownIdentity(hosts, stateDir);
  ended.push(made);
  return made;
}

function leafOf({ certificate }: TlsIdentity): string {
  return certificate.split(/(?<=-----END CERTIFICATE-----\n)/)[0] ?? "";
}

/** What OpenSSL says of a server certificate; strict, so that every rule of RFC 5280 which it knows is asked. */
async function verified(made: TlsIdentity, ca: string, ...asked: readonly string[]): Promise<string> {
  const [leaf, above] = [join(dir, "witness-leaf"), join(dir, "witness-ca")];
  await writeFile(leaf, leafOf(made));
  await writeFile(above, ca);
  const strict = ["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", above];
  return run("openssl", [...strict, ...asked, leaf]).then(
    () => "OK",
    (error: { stdout: string; stderr: string }) =>
      /error \d+ at .*: (.*)/.exec(error.stdout + error.stderr)?.[1] ?? "?",
  );
}

async function shown(pem: string): Promise<string> {
  const file = join(dir, "witness-shown");
  await writeFile(file, pem);
  return (await run("openssl", ["x509", "-in", file, "-noout", "-text"])).stdout;
}

describe("OpenSSL", () => {
  test("verifies the server for each of its hosts, and for no other", async () => {
    const made = await identity(["idp.test", "10.1.2.3", "[2001:db8::5]", "IDP.Example."]);
    const { pem } = made.ca;
    for (const host of ["idp.test", "localhost", "idp.example"])
      expect(await verified(made, pem, "-verify_hostname", host)).toBe("OK");
    for (const ip of ["10.1.2.3", "127.0.0.1", "::1", "2001:db8::5"])
      expect(await verified(made, pem, "-verify_ip", ip)).toBe("OK");
    expect(await verified(made, pem, "-verify_hostname", "other.test")).toBe("hostname mismatch");
    expect(await verified(made, pem, "-verify_ip", "10.1.2.4")).toBe("IP address mismatch");
  });

  test("verifies it by no other authority", async () => {
    const [made, other] = [await identity(["idp.test"]), await identity(["idp.test"], null)];
    expect(await verified(made, other.ca.pem)).toBe("unable to get local issuer certificate");
  });

  test("reads an authority that can vouch for these hosts and for this machine only, and a server", async () => {
    const made = await identity(["idp.test"]);
    const ca = await shown(made.ca.pem);
    expect(ca).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(ca).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign/);
    expect(ca).toMatch(
      /Name Constraints: critical\s+Permitted:\s+IP:127.0.0.0\/255.0.0.0\s+DNS:idp.test\s+DNS:localhost\s+IP:127.0.0.1\S+\s+IP:0:0:0:0:0:0:0:1\S+\s+X509v3/,
    );
    const leaf = await shown(leafOf(made));
    expect(leaf).toMatch(/Basic Constraints: critical\s+CA:FALSE/);
    expect(leaf).toMatch(/Key Usage: critical\s+Digital Signature/);
    expect(leaf).toMatch(/Extended Key Usage:\s+TLS Web Server Authentication/);
    expect(leaf).toContain("DNS:idp.test, DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
  });

  test("refuses what the authority's key would sign beyond that", async () => {
    const narrow = (await identity(["idp.test"])).ca.pem;
    // Same key and name, wider: what it signs now is not covered by what an SP was told before.
    const wide = await identity(["bank.example"]);
    expect(await verified(wide, wide.ca.pem, "-verify_hostname", "bank.example")).toBe("OK");
    expect(await verified(wide, narrow)).toBe("permitted subtree violation");
  });
});

describe("what is kept", () => {
  test("is readable by others where it is public, and else by nobody", async () => {
    await identity(["idp.test"]);
    expect((await readdir(dir)).filter((name) => !name.startsWith("witness")).toSorted()).toEqual([
      "ca-key.pem",
      "ca.pem",
      "server.pem",
    ]);
    const mode = async (name: string): Promise<number> => (await stat(join(dir, name))).mode & 0o777;
    expect(await mode("ca-key.pem")).toBe(0o600);
    expect(await mode("server.pem")).toBe(0o600);
    expect(await mode("ca.pem")).toBe(0o644);
  });

  test("serves again", async () => {
    const [first, second] = [await identity(["idp.test"]), await identity(["idp.test"])];
    expect(second).toMatchObject({ key: first.key, certificate: first.certificate, ca: first.ca });
    expect(createPrivateKey(first.key).asymmetricKeyType).toBe("ec");
  });

  test("grows by a host, and an SP that trusts the grown authority trusts every server of before", async () => {
    const first = await identity(["one.test"]);
    const second = await identity(["two.test"]);
    expect(second.ca.pem).not.toBe(first.ca.pem);
    expect(await verified(first, second.ca.pem, "-verify_hostname", "one.test")).toBe("OK");
    expect(await verified(second, second.ca.pem, "-verify_hostname", "two.test")).toBe("OK");
    const third = await identity(["one.test"]);
    expect(third.ca.pem).toBe(second.ca.pem);
  });

  test("is made anew before it ends: the server's in time, the authority's by the same key", async () => {
    const first = await identity(["idp.test"]);
    const ends = Date.parse(new X509Certificate(leafOf(first)).validTo);
    expect(ends - Date.now()).toBeLessThan(398 * DAY_MS);
    vi.useFakeTimers({ toFake: ["Date"], now: ends - 29 * DAY_MS });
    const second = await identity(["idp.test"]);
    expect(second.ca.pem).toBe(first.ca.pem);
    expect(Date.parse(new X509Certificate(leafOf(second)).validTo)).toBeGreaterThan(ends + 300 * DAY_MS);
    vi.setSystemTime(Date.parse(new X509Certificate(first.ca.pem).validTo) - 100 * DAY_MS);
    const third = await identity(["idp.test"]);
    expect(third.ca.pem).not.toBe(first.ca.pem);
    expect(new X509Certificate(third.ca.pem).publicKey.equals(new X509Certificate(first.ca.pem).publicKey)).toBe(true);
  });

  test("is made anew where it was damaged, but for the key that SPs rely on", async () => {
    const first = await identity(["idp.test"]);
    await writeFile(join(dir, "server.pem"), "nothing");
    await writeFile(join(dir, "ca.pem"), first.ca.pem.slice(0, 99));
    const second = await identity(["idp.test"]);
    expect(await verified(second, second.ca.pem, "-verify_hostname", "idp.test")).toBe("OK");
    await writeFile(join(dir, "ca-key.pem"), "nothing");
    await expect(identity(["idp.test"])).rejects.toMatchObject({
      code: "ERR_STATE",
      message: expect.stringContaining("ca-key.pem"),
      hint: expect.stringContaining("Delete the file"),
    });
    await rm(join(dir, "ca-key.pem"));
    const third = await identity(["idp.test"]);
    expect(await verified(third, third.ca.pem)).toBe("OK");
    expect(await verified(second, third.ca.pem)).not.toBe("OK");
  });

  test("is the same for all that start at once", async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => identity(["idp.test"])));
    const last = await readFile(join(dir, "ca.pem"), "utf8");
    for (const one of made) expect(await verified(one, last, "-verify_hostname", "idp.test")).toBe("OK");
    expect((await readdir(dir)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("is a folder that cannot be written, with what to do", async () => {
    await writeFile(join(dir, "file"), "");
    await expect(identity(["idp.test"], join(dir, "file"))).rejects.toMatchObject({
      code: "ERR_STATE",
      hint: expect.stringContaining("--ephemeral-keys"),
    });
  });

  test("is nothing of an ephemeral run", async () => {
    const made = await identity(["idp.test"], null);
    expect(await readdir(dirname(made.ca.file))).toEqual(["ca.pem"]);
    expect(await readFile(made.ca.file, "utf8")).toBe(made.ca.pem);
    await made.close();
    await expect(stat(dirname(made.ca.file))).rejects.toMatchObject({ code: "ENOENT" });
  });
});
