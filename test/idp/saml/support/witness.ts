import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describeWith } from "../../../witnesses/support/packages.ts";

const run = promisify(execFile);

const SCHEMAS = "/usr/share/xml/opensaml";
const TOOLING = "/usr/share/xml/xmltooling";

/** The schemas that the OASIS ones import from the network, found on this machine instead. */
const CATALOG = `<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">
  <system systemId="http://www.w3.org/TR/2002/REC-xmldsig-core-20020212/xmldsig-core-schema.xsd" uri="file://${TOOLING}/xmldsig-core-schema.xsd"/>
  <system systemId="http://www.w3.org/TR/2002/REC-xmlenc-core-20021210/xenc-schema.xsd" uri="file://${TOOLING}/xenc-schema.xsd"/>
  <system systemId="http://www.w3.org/2001/xml.xsd" uri="file://${TOOLING}/xml.xsd"/>
</catalog>`;

/** Tests that ask xmlsec1 and xmllint; skipped, or failed in CI, where these are missing. */
export function describeWithWitnesses(title: string, tests: () => void): void {
  describeWith(["libxml2-utils", "opensaml-schemas", "xmlsec1", "xmltooling-schemas"], title, tests);
}

/** What an outside program said of a document. */
export interface Testimony {
  readonly accepted: boolean;
  readonly said: string;
}

/** xmlsec1 on one signature: the first in the document, or the one that an XPath selects. */
export function verifySignature(xml: string, certificate: string, signature?: string): Promise<Testimony> {
  return withFiles({ "message.xml": xml, "certificate.pem": certificate }, (folder) =>
    ask("xmlsec1", [
      "--verify",
      "--pubkey-cert-pem",
      join(folder, "certificate.pem"),
      ...["Response", "LogoutRequest", "LogoutResponse"].flatMap((name) => [
        "--id-attr:ID",
        `urn:oasis:names:tc:SAML:2.0:protocol:${name}`,
      ]),
      "--id-attr:ID",
      "urn:oasis:names:tc:SAML:2.0:assertion:Assertion",
      ...(signature === undefined ? [] : ["--node-xpath", signature]),
      join(folder, "message.xml"),
    ]),
  );
}

/** xmllint as a parser with these options, and the network. */
export function parse(xml: string, ...options: readonly string[]): Promise<Testimony> {
  return withFiles({ "message.xml": xml }, (folder) =>
    ask("xmllint", ["--noout", ...options, join(folder, "message.xml")]),
  );
}

/** xmllint against an OASIS schema, without the network. */
export function validate(xml: string, schema: "protocol" | "metadata"): Promise<Testimony> {
  return withFiles({ "message.xml": xml, "catalog.xml": CATALOG }, (folder) =>
    ask(
      "xmllint",
      ["--nonet", "--noout", "--schema", `${SCHEMAS}/saml-schema-${schema}-2.0.xsd`, join(folder, "message.xml")],
      { XML_CATALOG_FILES: join(folder, "catalog.xml") },
    ),
  );
}

async function ask(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Testimony> {
  try {
    const { stdout, stderr } = await run(program, args, { env: { ...process.env, ...env }, timeout: 10_000 });
    return { accepted: true, said: stdout + stderr };
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    return { accepted: false, said };
  }
}

async function withFiles<T>(files: Readonly<Record<string, string>>, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "witness-"));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
