/** Distinguished encoding (X.690) of the few types that certificates are made of. */

export function sequence(...parts: readonly Buffer[]): Buffer {
  return tagged(0x30, ...parts);
}

/** An element of any type: its tag, its length, its content. */
export function tagged(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

/** An OBJECT IDENTIFIER by its content in hexadecimal. */
export function oid(hex: string): Buffer {
  return tagged(0x06, Buffer.from(hex, "hex"));
}

/** A positive INTEGER: without leading zeros, but with one where the first bit is set. */
export function integer(bytes: Buffer): Buffer {
  const positive = Buffer.from(bytes);
  positive[0] = (positive[0] ?? 0) & 0x7f || 0x01;
  return tagged(0x02, positive);
}

export function bitString(bytes: Buffer, unusedBits = 0): Buffer {
  return tagged(0x03, Buffer.from([unusedBits]), bytes);
}

export function octetString(bytes: Buffer): Buffer {
  return tagged(0x04, bytes);
}

export const TRUE = tagged(0x01, Buffer.from([0xff]));

/** UTCTime until 2049, GeneralizedTime from 2050 on (RFC 5280, 4.1.2.5). */
export function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\.\d+/, "").replaceAll(/[-:T]/g, "");
  return date.getUTCFullYear() < 2050
    ? tagged(0x17, Buffer.from(digits.slice(2), "ascii"))
    : tagged(0x18, Buffer.from(digits, "ascii"));
}

export function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  return size < 0x100 ? Buffer.from([0x81, size]) : Buffer.from([0x82, size >> 8, size & 0xff]);
}

export interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

/** The elements that stand one after the other; ends before one that is cut off. */
export function* elements(bytes: Buffer): Generator<Element> {
  let rest = bytes;
  while (rest.length >= 2) {
    const short = rest[1] ?? 0;
    const more = short < 0x80 ? 0 : short - 0x80;
    const size = more === 0 ? short : rest.subarray(2, 2 + more).reduce((sum, byte) => sum * 256 + byte, 0);
    const end = 2 + more + size;
    if (end > rest.length) return;
    yield { tag: rest[0] ?? 0, content: rest.subarray(2 + more, end) };
    rest = rest.subarray(end);
  }
}
