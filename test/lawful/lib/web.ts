import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** What a person is told instead of being let in. */
export class Refused extends Error {
  readonly status: number;

  constructor(message: string, status = 403) {
    super(message);
    this.status = status;
  }
}

/** What is told of an error: a refusal's own words; of anything else, nothing but that it happened. */
export function refusal(error: unknown): Refused {
  if (error instanceof Refused) return error;
  console.error(error);
  return new Refused("Something went wrong.", 500);
}

/** One request, with what the route's `:names` stand for. */
export interface Call {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly url: URL;
  readonly params: { readonly [name: string]: string };
}

export type Routes = { readonly [methodAndPath: string]: (call: Call) => unknown };

/** Serves routes such as `GET /admin/accounts/:id`; what a handler throws goes to `failed`. */
export function serve(routes: Routes, failed: (call: Call, error: unknown) => void): void {
  const table = Object.entries(routes).map(([route, handler]) => {
    const [method = "", path = ""] = route.split(" ");
    return { method, pattern: new RegExp(`^${path.replaceAll(/:(\w+)/g, "(?<$1>[^/]+)")}$`), handler };
  });
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? "/", baseUrl());
    const found = table.find(({ method, pattern }) => method === req.method && pattern.test(url.pathname));
    const params = { ...found?.pattern.exec(url.pathname)?.groups };
    const call = { req, res, url, params };
    Promise.resolve(call)
      .then(found?.handler ?? nowhere)
      .catch((error: unknown) => failed(call, error));
  });
  listen(server);
}

function nowhere(): never {
  throw new Refused("There is no such page.", 404);
}

export function listen(server: { listen(port: number, host: string): unknown }): void {
  server.listen(Number(setting("PORT")), "localhost");
}

/** A variable of the environment that must be set. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`${name} is not set`);
  return value;
}

export function baseUrl(): string {
  return setting("BASE_URL");
}

/** The deliberate fault of this process, where a test asks for one. */
export function isFaulty(fault: string): boolean {
  return process.env["FAULT"] === fault;
}

export function cookieOf({ headers }: { readonly headers: IncomingMessage["headers"] }, name: string): string | null {
  const pairs = (headers.cookie ?? "").split("; ").map((pair) => pair.split("="));
  return pairs.find(([key]) => key === name)?.[1] ?? null;
}

/** `maxAge` in seconds; 0 takes the cookie away. */
export function cookie(name: string, value: string, maxAge?: number): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax${maxAge === undefined ? "" : `; Max-Age=${maxAge}`}`;
}

export async function formOf(req: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams(await text(req));
}

export async function jsonOf(req: IncomingMessage): Promise<{ readonly [name: string]: unknown }> {
  const body: unknown = JSON.parse(await text(req));
  return typeof body === "object" && body !== null ? { ...body } : {};
}

export function send(res: ServerResponse, status: number, body: string, type = "text/html; charset=utf-8"): void {
  res.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  send(res, status, JSON.stringify(body), "application/json");
}

export function redirect(res: ServerResponse, location: string, cookies: readonly string[] = []): void {
  res.writeHead(303, { location, "set-cookie": [...cookies], "cache-control": "no-store" }).end();
}

/** A template whose values are escaped, but for those that come out of `html` themselves. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Markup)[]): Markup {
  const shown = values.map((value) => (value instanceof Markup ? value.text : escaped(value)));
  return new Markup(parts.map((part, at) => part + (shown[at] ?? "")).join(""));
}

class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function escaped(value: string): string {
  return value.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

export function page(title: string, body: Markup): string {
  return html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <title>${title}</title>
      ${body}
    </html>`.text;
}
