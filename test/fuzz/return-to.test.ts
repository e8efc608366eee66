import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect } from "vitest";
import { localPath } from "../../sp-reference/session/return-to.ts";
import { paths } from "./addresses.ts";
import { holds } from "./property.ts";

/** What the reference SP sends: express writes the header, and it is read as it came. */
const app = express();
app.get("/", (req, res) => res.redirect(303, localPath(req.query["return_to"])));
let server: Server;
let port = 0;
beforeAll(async () => {
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => void server.close(resolve)));

async function location(wanted: string): Promise<string> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get({ port, host: "127.0.0.1", path: `/?return_to=${encodeURIComponent(wanted)}` }, resolve).on("error", reject);
  });
  response.resume();
  return response.headers.location ?? "";
}

const PAGES = [
  "http://sp.test/auth/acme/callback",
  "https://sp.test/",
  "http://localhost:3000/auth/acme-saml/acs?response=x",
];

holds(
  "whatever return_to says, the browser stays on the SP",
  [paths],
  async (wanted) => {
    const sent = await location(wanted.toWellFormed());
    expect(sent).toMatch(/^\/(?![/\\])/);
    for (const page of PAGES) expect(new URL(sent, page).origin).toBe(new URL(page).origin);
    // As it is, and as it is once it was folded: whatever stands behind it reads it again.
    for (const page of PAGES) expect(new URL(new URL(sent, page).pathname, page).origin).toBe(new URL(page).origin);
  },
  { runs: 400 },
);

holds(
  "what is a plain path is kept as it is",
  [fc.oneof(paths, fc.stringMatching(/^\/[a-z]{1,5}(?:\/[a-z]{1,3})?\?[a-z]{1,3}=[a-z]{1,3}$/))],
  (wanted) => {
    const plain = /^\/[a-z]+(?:\/[a-z]+)*(?:\?[a-z=&]+)?$/.test(wanted);
    if (plain) expect(localPath(wanted)).toBe(wanted);
    expect(localPath(localPath(wanted))).toBe(localPath(wanted));
  },
  { runs: 1_000 },
);
