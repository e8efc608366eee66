/** What servers on loopback with a JSON API have in common: whom they let in, and how a body is read. */
import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { messageOf } from "./errors.ts";

/** Why a request is not answered. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** `127.0.0.1:PORT`: another name that leads here is somebody else's (DNS rebinding). Throws Refused. */
export function requireHost({ headers }: Pick<IncomingMessage, "headers">, host: string): void {
  if (headers.host !== host) throw new Refused(421, `this answers to the Host ${host} only`);
}

/** Compared as digests, so that neither the length nor the first difference shows in the time. Throws Refused. */
export function requireToken({ headers }: Pick<IncomingMessage, "headers">, token: string): void {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  if (!timingSafeEqual(digest(headers.authorization ?? ""), digest(`Bearer ${token}`)))
    throw new Refused(401, "send the token as a Bearer token");
}

/** A form that another site posts is never JSON. Throws Refused. */
export function requireJson({ headers }: Pick<IncomingMessage, "headers">): void {
  const type = (headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") throw new Refused(415, "send application/json");
}

/** The body, a JSON object of `most` bytes at most. Throws Refused. */
export async function objectOf(req: IncomingMessage, most: number): Promise<{ readonly [name: string]: unknown }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new Refused(413, `the body is larger than ${most} bytes`);
    chunks.push(chunk);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (error) {
    throw new Refused(400, `the body is not JSON: ${messageOf(error)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Refused(400, "send a JSON object");
  return value as { readonly [name: string]: unknown };
}

/** `what`: `the name`. Throws Refused. */
export function partOf(encoded: string, what: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new Refused(400, `${what} is not percent-encoded as a path has it`);
  }
}
