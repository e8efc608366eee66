import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isIP } from "node:net";
import { join } from "node:path";
import { certificate, DAY_MS } from "../state/certificate.ts";
import { damaged, readOrMake, readOrReplace } from "../state/files.ts";
import type { TrustedAuthority } from "../port.ts";
import { authorityExtensions, keyId, LOOPBACK_SUBTREE, permittedBy, serverExtensions, subtree } from "./extensions.ts";

/** What the IdPs answer https with, and what an SP must trust for it. */
export interface TlsIdentity {
  /** PEM. */
  readonly key: string;
  /** PEM: the server's own certificate, then that of the authority, so that a browser which is told of the authority by its key meets that key. */
  readonly certificate: string;
  readonly ca: TrustedAuthority;
  /** Removes what was not to be kept. */
  close(): Promise<void>;
}

/** What browsers take of a server (the CA/Browser Forum's limit of old; Apple's holds for every authority). */
const SERVER_DAYS = 397;
const AUTHORITY_DAYS = 3650;
/** A certificate that ends sooner is made anew. */
const LEFT_DAYS = 30;
/** Under which this machine is known anyway. */
const ALWAYS = ["localhost", "127.0.0.1", "::1"];

/**
 * A certificate for these hosts from the kit's own authority. The authority's key is kept, and so what an SP was told
 * once stays good; its certificate names the hosts that it may vouch for (nothing else on earth is put at risk by who
 * trusts it), and is widened where another host comes. Server certificates are made anew as they are needed.
 * @param stateDir keeps `ca.pem`, `ca-key.pem` and `server.pem`; null: `ca.pem` alone, in a folder that `close` removes.
 * @throws JitterbugError ERR_STATE
 */
export async function ownIdentity(hosts: readonly string[], stateDir: string | null): Promise<TlsIdentity> {
  const dir = stateDir ?? (await mkdtemp(join(tmpdir(), "jitterbug-ca-")));
  const close = async () => {
    if (stateDir === null) await rm(dir, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const names = [...new Set([...hosts.map(bare), ...ALWAYS])];
    const keyFile = join(dir, "ca-key.pem");
    const key = readKey(stateDir === null ? newKey() : await readOrMake(keyFile, async () => newKey()), keyFile);
    const file = join(dir, "ca.pem");
    const ca = await authority(file, key, names);
    const identity =
      stateDir === null ? newServer(key, ca, names) : await server(join(dir, "server.pem"), key, ca, names);
    return { ...split(identity), ca: { file, pem: ca }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function authority(file: string, key: KeyObject, names: readonly string[]): Promise<string> {
  const publicKey = createPublicKey(key);
  const needed = [LOOPBACK_SUBTREE, ...names.map(subtree)];
  const wide = (pem: string): boolean => {
    const old = parsed(pem);
    if (old === null || !old.checkPrivateKey(key) || !isFresh(old, SERVER_DAYS + LEFT_DAYS)) return false;
    const permitted = new Set(permittedBy(old.raw).map(hex));
    return needed.every((one) => permitted.has(hex(one)));
  };
  const pem = await readOrReplace(file, 0o644, wide, (old) => {
    const before = old === null ? null : parsed(old);
    const permitted = new Map(
      [...(before === null ? [] : permittedBy(before.raw)), ...needed].map((one) => [hex(one), one]),
    );
    const name = authorityName(publicKey);
    const extensions = authorityExtensions(publicKey, [...permitted.values()]);
    return certificate({ subject: name, issuer: name, publicKey, signer: key, extensions, ...dates(AUTHORITY_DAYS) });
  });
  // A container's user, or a umask, must not keep the SP from reading it.
  await chmod(file, 0o644).catch(() => undefined);
  return pem;
}

function server(file: string, key: KeyObject, ca: string, names: readonly string[]): Promise<string> {
  const publicKey = createPublicKey(key);
  const fits = (pem: string): boolean => {
    const leaf = parsed(pem);
    const keys = split(pem).key;
    if (leaf === null || !isFresh(leaf, LEFT_DAYS) || !leaf.verify(publicKey) || !isKeyOf(keys, leaf)) return false;
    return pem.endsWith(ca) && names.every((name) => (isIP(name) === 0 ? leaf.checkHost(name) : leaf.checkIP(name)));
  };
  return readOrReplace(file, 0o600, fits, () => newServer(key, ca, names));
}

/** The server's key, its certificate, and the authority's. */
function newServer(key: KeyObject, ca: string, names: readonly string[]): string {
  const authorityKey = createPublicKey(key);
  const own = createPrivateKey(newKey());
  const publicKey = createPublicKey(own);
  const leaf = certificate({
    subject: "Jitterbug mock identity providers",
    issuer: authorityName(authorityKey),
    publicKey,
    signer: key,
    extensions: serverExtensions(publicKey, authorityKey, names),
    ...dates(SERVER_DAYS),
  });
  return own.export({ type: "pkcs8", format: "pem" }) + leaf + ca;
}

/** Two kits' authorities must not be taken for one another. */
function authorityName(key: KeyObject): string {
  return `Jitterbug local CA ${keyId(key).toString("hex").slice(0, 8)}`;
}

function split(pem: string): { readonly key: string; readonly certificate: string } {
  const at = pem.indexOf("-----BEGIN CERTIFICATE-----");
  return { key: pem.slice(0, at), certificate: pem.slice(at) };
}

function newKey(): string {
  return generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" });
}

function readKey(pem: string, file: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyDetails?.namedCurve === "prime256v1") return key;
  } catch (cause) {
    throw damaged(file, cause);
  }
  throw damaged(file, undefined);
}

function isKeyOf(pem: string, leaf: X509Certificate): boolean {
  try {
    return leaf.checkPrivateKey(createPrivateKey(pem));
  } catch {
    return false;
  }
}

function parsed(pem: string): X509Certificate | null {
  try {
    return new X509Certificate(pem.slice(pem.indexOf("-----BEGIN CERTIFICATE-----")));
  } catch {
    return null;
  }
}

function isFresh({ validFrom, validTo }: X509Certificate, days: number): boolean {
  const now = Date.now();
  return Date.parse(validFrom) <= now && Date.parse(validTo) > now + days * DAY_MS;
}

/** From a day ago, for clocks that are behind. */
function dates(days: number): { readonly notBefore: Date; readonly notAfter: Date } {
  const from = Date.now() - DAY_MS;
  return { notBefore: new Date(from), notAfter: new Date(from + days * DAY_MS) };
}

/** As a URL has a host, so without brackets and the full stop of a whole name. */
function bare(host: string): string {
  return host
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
}

function hex(bytes: Buffer): string {
  return bytes.toString("hex");
}
