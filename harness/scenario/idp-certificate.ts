/** A certificate of one's own for the IdPs: files into text, with what is wrong told at the line that names them. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { pathFrom } from "../paths.ts";
import { certificatesIn, readPem, Unusable } from "./certificates.ts";
import { quote } from "./faults.ts";
import type { FaultCollector } from "./faults.ts";
import type { IdpCertificate, Target } from "./model/index.ts";
import type { WrittenTls } from "./schema/idps.ts";
import type { YamlDocument } from "./yaml/document.ts";

type Written = Exclude<WrittenTls, boolean>;

/** The target with how its IdPs answer https; what cannot be used is a fault, and left out. */
export function withIdpCertificate(
  document: YamlDocument,
  target: Target,
  written: WrittenTls | undefined,
  faults: FaultCollector,
): Target {
  if (written === undefined || written === false) return target;
  if (written === true) return { ...target, idps: { ...target.idps, tls: true } };
  let at: keyof Written = "certificate";
  const look = (key: keyof Written) => (at = key);
  try {
    return { ...target, idps: { ...target.idps, tls: read(target, written, look) } };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    const path = ["idps", "tls", at];
    faults.add(document.fault(document.place(path), `${quote(at)}: ${error.message}`, error.hint));
    // What stands elsewhere about https is not wrong for that.
    return { ...target, idps: { ...target.idps, tls: true } };
  }
}

function read(target: Target, written: Written, look: (key: keyof Written) => void): IdpCertificate {
  const { dir } = target;
  look("certificate");
  const file = pathFrom(dir, written.certificate);
  const certificate = readPem(file, HINT);
  const [leaf = ""] = certificatesIn(certificate);
  const own = parse(leaf);
  if (Date.parse(own.validTo) <= Date.now())
    throw new Unusable(`it is good until ${own.validTo} only`, "Have a new one made, or write `tls: true`.");
  for (const host of hostsOf(target)) {
    if (isIP(host) === 0 ? own.checkHost(host) : own.checkIP(host)) continue;
    throw new Unusable(
      `it is not for ${host}, but for ${own.subjectAltName ?? "no host"}`,
      "Let `idps.url` name a host of the certificate, or write `tls: true`.",
    );
  }
  look("key");
  const key = readPem(pathFrom(dir, written.key), HINT);
  if (!own.checkPrivateKey(privateKey(key)))
    throw new Unusable(
      "it is not the key of that certificate",
      "Name the private key that the certificate was made for.",
    );
  look("ca");
  if (written.ca === undefined) return { certificate, key, ca: { file, pem: certificate } };
  const above = pathFrom(dir, written.ca);
  const pem = readPem(above, HINT);
  for (const one of certificatesIn(pem)) parse(one);
  return { certificate, key, ca: { file: above, pem } };
}

const HINT = "The path starts from the folder of this file.";

/** The names under which the IdPs are asked for. */
function hostsOf({ idps: { url, listen } }: Target): readonly string[] {
  const host = new URL(url ?? `https://${listen ?? "127.0.0.1:0"}`).hostname;
  return [host.replace(/^\[|\]$/g, "")];
}

function parse(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new Unusable("the certificate cannot be read", "Copy it again: something is cut off or changed.");
  }
}

function privateKey(pem: string): ReturnType<typeof createPrivateKey> {
  if (/BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(pem))
    throw new Unusable(
      "the key is locked with a passphrase",
      "Write it out without one: `openssl pkey -in KEY -out FILE`.",
    );
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Unusable("there is no private key in it", "It must be PEM: `-----BEGIN PRIVATE KEY-----` and so on.");
  }
}
