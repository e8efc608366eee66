import { parse, type ParsedUrlQuery } from "node:querystring";
import type { Readable } from "node:stream";
import type { Handler, Request } from "./index.ts";

const FORM = "application/x-www-form-urlencoded";
const MOST_FIELDS = 1000;

/** What is wrong with a body, for whoever answers. */
class UnreadableBody extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Reads a form into `body`; without one, it stays undefined. `limit`: bytes. */
export function forms(limit = 100 * 1024): Handler {
  return async (req, _res, next) => {
    if (hasForm(req)) req.body = fieldsOf(await textOf(req, limit));
    next();
  };
}

/** Reads the text of a form into `body`, as it came. */
export function texts(limit: number): Handler {
  return async (req, _res, next) => {
    if (hasForm(req)) req.body = await textOf(req, limit);
    next();
  };
}

function fieldsOf(text: string): ParsedUrlQuery {
  if (text.split("&").length > MOST_FIELDS) throw new UnreadableBody(413, "too many parameters");
  return parse(text, "&", "=", { maxKeys: MOST_FIELDS });
}

function hasForm({ headers }: Request): boolean {
  const hasBody = headers["transfer-encoding"] !== undefined || headers["content-length"] !== undefined;
  return hasBody && headers["content-type"]?.split(";")[0]?.trim().toLowerCase() === FORM;
}

async function textOf(req: Request, limit: number): Promise<string> {
  const [, charset = "utf-8"] = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(req.headers["content-type"] ?? "") ?? [];
  const decoder = decoderOf(charset);
  if (decoder === null) throw new UnreadableBody(415, `unsupported charset "${charset.toUpperCase()}"`);
  return decoder.decode(await bytesOf(await unpacked(req), limit));
}

function decoderOf(charset: string): TextDecoder | null {
  try {
    return new TextDecoder(charset);
  } catch {
    return null;
  }
}

/** What packs a body is loaded where somebody sends one that is packed. */
async function unpacked(req: Request): Promise<Readable> {
  const encoding = (req.headers["content-encoding"] ?? "identity").toLowerCase();
  if (encoding === "identity") return req;
  const { createBrotliDecompress, createUnzip } = await import("node:zlib");
  if (encoding === "br") return req.pipe(createBrotliDecompress());
  if (encoding === "gzip" || encoding === "deflate") return req.pipe(createUnzip());
  throw new UnreadableBody(415, `unsupported content encoding "${encoding}"`);
}

/** The stream is left as it is where it is too long: whoever asked still has to be answered. */
function bytesOf(stream: Readable, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (): void => {
      stream.off("data", take).off("end", whole).off("aborted", cut).off("error", broken);
    };
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= limit) return;
      end();
      stream.on("error", () => undefined).pause();
      reject(new UnreadableBody(413, "request entity too large"));
    };
    const whole = (): void => {
      end();
      resolve(Buffer.concat(chunks));
    };
    const broken = ({ message }: Error): void => reject(new UnreadableBody(400, message));
    const cut = (): void => reject(new UnreadableBody(400, "request aborted"));
    stream.on("data", take).on("end", whole).on("aborted", cut).on("error", broken);
  });
}
