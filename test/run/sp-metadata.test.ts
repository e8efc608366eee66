import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { examine } from "../../harness/run/index.ts";
import { metadataSource } from "../../harness/run/sp-metadata.ts";
import { loadTarget } from "../../harness/scenario/index.ts";

const REFERENCE = fileURLToPath(new URL("../../sp-reference/", import.meta.url));
const PLACE = { file: "jitterbug.yaml", line: 7, column: 3 };
const MIB = 1024 * 1024;

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  return dir;
}

/** The reference target with something changed, as a file of its own. */
function targetWith(change: (text: string) => string, metadata = "") {
  const dir = folder();
  const text = readFileSync(join(REFERENCE, "jitterbug.yaml"), "utf8").replace(
    "cwd: ..",
    `cwd: ${join(REFERENCE, "..")}`,
  );
  writeFileSync(join(dir, "jitterbug.yaml"), change(text));
  writeFileSync(join(dir, "sp.xml"), metadata);
  return loadTarget(join(dir, "jitterbug.yaml"), { env: {}, root: dir });
}

describe("where the metadata comes from", () => {
  async function serve(answers: { readonly [path: string]: readonly [status: number, body: string] }): Promise<string> {
    const server = createServer((req, res) => {
      const [status, body] = answers[req.url ?? ""] ?? [404, ""];
      res.writeHead(status, { location: "/elsewhere" }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const target = loadTarget(join(REFERENCE, "jitterbug.yaml"), { env: {} });
  const from = (where: string, dir = "/") => metadataSource({ ...target, dir }, { from: where, place: PLACE }, []);

  test("a file, from the target's folder; its name and place are told", async () => {
    const dir = folder();
    writeFileSync(join(dir, "sp.xml"), "<a/>");
    const source = from("sp.xml", dir);
    expect(source.name).toBe("sp.xml (jitterbug.yaml:7)");
    expect(await source.read()).toBe("<a/>");
    writeFileSync(join(dir, "sp.xml"), "a".repeat(MIB + 1));
    await expect(source.read()).rejects.toThrow("the file is too large");
    rmSync(join(dir, "sp.xml"));
    await expect(source.read()).rejects.toThrow("there is no such file");
  });

  test("an address; what may be secret in it is not told", async () => {
    const origin = await serve({
      "/m?token=t": [200, "<a/>"],
      "/big": [200, "a".repeat(MIB + 1)],
      "/moved": [302, ""],
    });
    const source = from(`${origin}/m?token=t`);
    expect(source.name).toBe(`${origin}/m (jitterbug.yaml:7)`);
    expect(await source.read()).toBe("<a/>");
    await expect(from(`${origin}/big`).read()).rejects.toThrow("it is larger than 1 MiB");
    await expect(from(`${origin}/moved`).read()).rejects.toThrow("HTTP 302");
    await expect(from(`${origin}/none`).read()).rejects.toThrow("HTTP 404");
    await expect(from("http://sp.test/m").read()).rejects.toMatchObject({ code: "ERR_REMOTE_HOST" });
  });
});

test("metadata that cannot be had: the doctor names the connection, the reason, and the line", async () => {
  const only = (text: string): string =>
    text
      .replace(/(follows-mail-saml:\s*\{[^}]*?)single_logout: true,?/, "$1")
      .replace(
        /(follows-mail-saml:\s[^]*?)\/auth\/\{\{connection\.name\}\}\/metadata/,
        (_, before: string) => `${before}/auth/nowhere/metadata`,
      );
  const target = targetWith(only);
  const wanted = ["cautious-saml", "follows-mail-saml"];
  const connections = target.connections.filter(({ name }) => wanted.includes(name));
  const { findings } = await examine({
    target: { ...target, connections },
    environment: process.env,
    signIns: false,
    allowRemote: [],
    stateDir: null,
  });
  expect(findings.filter(({ ok }) => !ok)).toMatchObject([
    {
      topic: "connection follows-mail-saml",
      message: expect.stringMatching(
        /The metadata of follows-mail-saml, http:\/\/localhost:\d+\/auth\/nowhere\/metadata \(jitterbug\.yaml:\d+\): it answers HTTP 404\./,
      ),
    },
  ]);
});

test("metadata that wants assertions signed, of a connection that signs the Response alone: told with the line", async () => {
  const alone = (text: string): string =>
    text.replace(/ {2}follows-mail-saml:\n {4}\{[\s\S]*?\n {4}\}/, (connection) =>
      connection
        .replace(/sp_metadata: ".*"/, "sign: response, sp_metadata: sp.xml")
        .replace("single_logout: true,", "")
        .replace(/require_signed: \w+/, "require_signed: response"),
    );
  const target = targetWith(
    alone,
    `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="urn:sp"><SPSSODescriptor
      WantAssertionsSigned="true" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><AssertionConsumerService
      Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="http://localhost:9/acs" index="1"/></SPSSODescriptor></EntityDescriptor>`,
  );
  const wanted = ["cautious-saml", "follows-mail-saml"];
  const connections = target.connections.filter(({ name }) => wanted.includes(name));
  const { findings } = await examine({
    target: { ...target, connections },
    environment: process.env,
    signIns: false,
    allowRemote: [],
    stateDir: null,
  });
  expect(findings.filter(({ message }) => message.includes("Response alone"))).toEqual([
    {
      topic: "connection follows-mail-saml",
      ok: true,
      message: "signs the Response alone",
      hint: expect.stringMatching(/WantAssertionsSigned.*write sign: both \(.*jitterbug\.yaml:\d+\)$/),
    },
  ]);
});
