import { ServerResponse, STATUS_CODES, type IncomingMessage } from "node:http";

const HTML = "text/html; charset=utf-8";

/** An answer that is given in one piece. */
export class Answer<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
  status(status: number): this {
    this.statusCode = status;
    return this;
  }

  set(headers: { readonly [name: string]: string }): this {
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value);
    return this;
  }

  /** `html`, or a media type. Text is UTF-8. */
  type(type: string): this {
    return this.setHeader("Content-Type", type === "html" ? HTML : `${type}; charset=utf-8`);
  }

  /** A page, unless `type` has said what it is. */
  send(text: string): void {
    if (!this.hasHeader("Content-Type")) this.type("html");
    this.setHeader("Content-Length", Buffer.byteLength(text));
    this.end(text);
  }

  json(value: unknown): void {
    this.type("application/json").send(JSON.stringify(value));
  }

  redirect(status: number, address: string): void {
    // What a header may not hold is written as an address has it.
    const to = address.toWellFormed().replace(/[^\x21-\x7e]/g, encodeURIComponent);
    this.status(status).setHeader("Location", to);
    this.type("text/plain").send(`${STATUS_CODES[status]}. Redirecting to ${to}`);
  }
}
