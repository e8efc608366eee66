import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const ENCRYPTED = /<saml:EncryptedAssertion[^>]*>(.*)<\/saml:EncryptedAssertion>/s;

/**
 * A Response whose Assertion xmlsec1 has decrypted and set in the place of the encrypted one: what was signed and then
 * encrypted, as it was before that. Throws with what xmlsec1 says where it can not.
 */
export async function decrypted(xml: string, privateKeyPem: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "jitterbug-decrypt-"));
  try {
    const [message, key, output] = [join(folder, "message.xml"), join(folder, "key.pem"), join(folder, "output.xml")];
    await writeFile(message, xml);
    await writeFile(key, privateKeyPem, { mode: 0o600 });
    const words = ["--privkey-pem", key, "--node-xpath", "//*[local-name()='EncryptedData']", "--output", output];
    await promisify(execFile)("xmlsec1", ["--decrypt", ...words, message], { timeout: 10_000 });
    return (await readFile(output, "utf8")).replace(ENCRYPTED, "$1");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
