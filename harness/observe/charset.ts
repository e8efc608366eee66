/** Bytes of a page to text (WHATWG Encoding and HTML section 13.2.3): BOM, then Content-Type, then meta, then UTF-8. */
export function decodeText(bytes: Uint8Array, contentType: string): string {
  const label =
    labelOfBom(bytes) ?? labelOfContentType(contentType) ?? (isHtml(contentType) ? labelOfMeta(bytes) : null);
  return (decoderFor(label) ?? new TextDecoder()).decode(bytes);
}

/** The media type without its parameters, in lower case. */
export function mediaType(contentType: string): string {
  return contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
}

export function isHtml(contentType: string): boolean {
  const type = mediaType(contentType);
  return type === "text/html" || type === "application/xhtml+xml";
}

function labelOfBom(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : null;
}

function labelOfContentType(contentType: string): string | null {
  return /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? null;
}

/** Browsers look through the first 1,024 bytes. A page that was read so far as ASCII is not UTF-16, whatever it says. */
function labelOfMeta(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString("latin1");
  const label = /<meta\b[^>]{0,400}?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(head)?.[1] ?? null;
  return label !== null && /^utf-?16/i.test(label) ? "utf-8" : label;
}

function decoderFor(label: string | null): TextDecoder | null {
  if (label === null) return null;
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}
