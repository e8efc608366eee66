import { createHash } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { isIP } from "node:net";
import { bitString, elements, octetString, oid, sequence, tagged, TRUE } from "../state/der.ts";

/** The extensions (RFC 5280, 4.2) of an authority that may vouch for a few names only, and of a server below it. */

const NAME_CONSTRAINTS = "551d1e";

/** @param permitted the subtrees of names that the authority may vouch for. */
export function authorityExtensions(key: KeyObject, permitted: readonly Buffer[]): readonly Buffer[] {
  return [
    // cA, and no authority below it (4.2.1.9).
    extension("551d13", true, sequence(TRUE, tagged(0x02, Buffer.from([0])))),
    // keyCertSign and cRLSign (4.2.1.3).
    extension("551d0f", true, bitString(Buffer.from([0x06]), 1)),
    extension(NAME_CONSTRAINTS, true, sequence(tagged(0xa0, ...permitted))),
    extension("551d0e", false, octetString(keyId(key))),
  ];
}

export function serverExtensions(key: KeyObject, authority: KeyObject, names: readonly string[]): readonly Buffer[] {
  return [
    extension("551d13", true, sequence()),
    // digitalSignature: all that a TLS server with an elliptic key signs with.
    extension("551d0f", true, bitString(Buffer.from([0x80]), 7)),
    // serverAuth (4.2.1.12).
    extension("551d25", false, sequence(oid("2b06010505070301"))),
    extension("551d11", false, sequence(...names.map(generalName))),
    extension("551d0e", false, octetString(keyId(key))),
    extension("551d23", false, sequence(tagged(0x80, keyId(authority)))),
  ];
}

/** The first method of 4.2.1.2: a hash over the key's bits. */
export function keyId(key: KeyObject): Buffer {
  const spki = key.export({ type: "spki", format: "der" });
  // An uncompressed point of P-256 ends every such SubjectPublicKeyInfo.
  return createHash("sha1").update(spki.subarray(-65)).digest();
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(critical ? [TRUE] : []), octetString(value));
}

/** dNSName [2] or iPAddress [7] (4.2.1.6). */
function generalName(name: string): Buffer {
  return isIP(name) === 0 ? dnsName(name) : tagged(0x87, addressBytes(name));
}

/** What a name constraint permits (4.2.1.10): a name with all below it, or one address with its mask. */
export function subtree(name: string): Buffer {
  if (isIP(name) === 0) return sequence(dnsName(name));
  const address = addressBytes(name);
  return sequence(tagged(0x87, address, Buffer.alloc(address.length, 0xff)));
}

/** 127.0.0.0/8 */
export const LOOPBACK_SUBTREE = sequence(tagged(0x87, Buffer.from([127, 0, 0, 0, 255, 0, 0, 0])));

/** The subtrees that an authority of ours permits; none where they can not be read. */
export function permittedBy(certificate: Buffer): readonly Buffer[] {
  const at = certificate.indexOf(oid(NAME_CONSTRAINTS));
  const [, , value] = at < 0 ? [] : elements(certificate.subarray(at));
  const [constraints] = elements(value?.content ?? Buffer.alloc(0));
  const [permitted] = elements(constraints?.content ?? Buffer.alloc(0));
  return [...elements(permitted?.content ?? Buffer.alloc(0))].map(({ tag, content }) => tagged(tag, content));
}

function dnsName(name: string): Buffer {
  return tagged(0x82, Buffer.from(name, "ascii"));
}

/** The 4 or 16 bytes of an address. */
function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split(".").map(Number));
  // As a URL writes it: at most one `::`, and no part in decimal.
  const [head = "", tail = ""] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const [first, last] = [groups(head), groups(tail)];
  const middle = Array.from({ length: 8 - first.length - last.length }, () => 0);
  return Buffer.from([...first, ...middle, ...last].flatMap((group) => [group >> 8, group & 0xff]));
}

function groups(text: string): readonly number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}
