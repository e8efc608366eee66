/** The certificates that a target file names: files into text, with what is wrong told at the line that names them. */
import { X509Certificate } from "node:crypto";
import { defined } from "../defined.ts";
import { readRegular, UnreadableFile } from "../files.ts";
import { pathFrom } from "../paths.ts";
import { quote } from "./faults.ts";
import type { FaultCollector } from "./faults.ts";
import type { SamlConnection, Target } from "./model/index.ts";
import type { YamlDocument } from "./yaml/document.ts";

/** All that a system trusts is a quarter of it. */
const MAX_BYTES = 1024 * 1024;
const BEGIN = "-----BEGIN ";
const CERTIFICATE = /-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----/gs;

/** A file that names what cannot be used, with the cure. */
export class Unusable extends Error {
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** The target with the PEM text in place of each file's name; what cannot be used is a fault, and left out. */
export function withCertificates(document: YamlDocument, target: Target, faults: FaultCollector): Target {
  const read = (connection: string, key: "sp_certificate" | "encrypt", written: string): string | undefined => {
    try {
      return certificates(target.dir, written, KINDS[key]).join("\n");
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      const path = ["connections", connection, key];
      faults.add(document.fault(document.place(path), `${quote(key)}: ${error.message}`, error.hint));
      document.lostPaths.push(path);
      return undefined;
    }
  };
  const connections = target.connections.map((connection) => {
    if (connection.protocol === "oidc") return connection;
    const { sp_certificate, encrypt, ...rest } = connection;
    const signing = sp_certificate === undefined ? undefined : read(rest.name, "sp_certificate", sp_certificate);
    const encryption = typeof encrypt === "string" ? read(rest.name, "encrypt", encrypt) : encrypt;
    return {
      ...rest,
      ...defined({ sp_certificate: signing, encrypt: encryption }),
    } satisfies SamlConnection;
  });
  return { ...target, connections };
}

/** What assertions are encrypted for is RSA; what signs may be of an elliptic curve. */
const KINDS = { sp_certificate: ["rsa", "ec"], encrypt: ["rsa"] } as const;

function certificates(dir: string, written: string, kinds: readonly string[]): readonly string[] {
  const hint = "The path starts from the folder of this file; the PEM text itself may stand here too.";
  const found = certificatesIn(written.includes(BEGIN) ? written : readPem(pathFrom(dir, written), hint));
  for (const certificate of found) checkKey(certificate, kinds);
  return found;
}

/** The certificates of a PEM text, one at least. */
export function certificatesIn(text: string): readonly string[] {
  const found: readonly string[] = text.match(CERTIFICATE) ?? [];
  if (found.length === 0) {
    throw text.includes("PRIVATE KEY")
      ? new Unusable("this is a private key", "Name the certificate; the private key stays with the SP.")
      : new Unusable("there is no certificate in it", "It must be PEM: `-----BEGIN CERTIFICATE-----` and so on.");
  }
  return found;
}

function checkKey(pem: string, kinds: readonly string[]): void {
  let type: string | undefined;
  try {
    type = new X509Certificate(pem).publicKey.asymmetricKeyType;
  } catch {
    throw new Unusable("the certificate cannot be read", "Copy it again: something is cut off or changed.");
  }
  if (!kinds.includes(type ?? "")) {
    const usable = kinds.map((kind) => kind.toUpperCase()).join(" and ");
    throw new Unusable(`its key is of the kind ${quote(type ?? "unknown")}`, `Only ${usable} keys can be used here.`);
  }
}

/** What stands there may come from a variable, and what a variable holds is in no message. */
export function readPem(path: string, hint: string): string {
  try {
    return readRegular(path, MAX_BYTES).toString("utf8");
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new Unusable(error.why === "large" ? "the file is larger than 1 MiB" : error.message, hint);
  }
}
