import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from "node:zlib";
import { messageOf } from "../../errors.ts";
import type { Failure } from "./wire.ts";

/** What the agent offers in Accept-Encoding; each is decoded below. */
export const ACCEPT_ENCODING = "gzip, deflate, br";

/** Layers of encoding that are undone at most; a lawful server uses one. */
const MAX_LAYERS = 3;

export interface DecodedBody {
  readonly body: Buffer;
  readonly failure?: Failure;
}

/** Undoes Content-Encoding. The bound holds for every layer, so that a small bomb can not grow large. */
export function decodeBody(raw: Buffer, header: string | readonly string[] | undefined, maxBytes: number): DecodedBody {
  const layers = String(header ?? "")
    .toLowerCase()
    .split(",")
    .map((layer) => layer.trim())
    .filter((layer) => layer !== "" && layer !== "identity");
  if (raw.length === 0 || layers.length === 0) return { body: raw };
  if (layers.length > MAX_LAYERS) return fail("malformed", `${layers.length} layers of Content-Encoding`);
  let body = raw;
  for (const layer of layers.toReversed()) {
    try {
      body = decodeLayer(layer, body, maxBytes);
    } catch (error) {
      const overflow = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
      return overflow
        ? fail("too_large", `a body of over ${maxBytes} bytes once decoded`)
        : fail("malformed", `Content-Encoding ${layer}: ${messageOf(error)}`);
    }
  }
  return { body };
}

function decodeLayer(layer: string, body: Buffer, maxOutputLength: number): Buffer {
  // A truncated stream gives what it has: browsers show such pages too.
  const lenient = { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH };
  switch (layer) {
    case "gzip":
    case "x-gzip":
      return gunzipSync(body, lenient);
    case "deflate":
      return isZlib(body) ? inflateSync(body, lenient) : inflateRawSync(body, lenient);
    case "br":
      return brotliDecompressSync(body, { maxOutputLength });
    default:
      throw new Error("not asked for");
  }
}

/** `deflate` means the zlib format (RFC 9110 section 8.4.1.2), but some servers send it raw. */
function isZlib(body: Buffer): boolean {
  const [first = 0, second = 0] = body;
  return (first & 0x0f) === 8 && (first * 256 + second) % 31 === 0;
}

function fail(kind: Failure["kind"], detail: string): DecodedBody {
  return { body: Buffer.alloc(0), failure: { kind, detail } };
}
