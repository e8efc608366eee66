import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium, type Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve, type Serving } from "../../harness/console/server.ts";
import { CHROMIUM, FLAGS, here } from "./chromium.ts";

describe.skipIf(!here)(here ? "another page" : "another page [SKIPPED: apt-get install chromium]", () => {
  let foreign: Server;
  let at: string;
  let browser: Browser;
  let serving: Serving;
  const asked: string[] = [];
  beforeAll(async () => {
    serving = await serve("a-token-that-somebody-told", {
      answer: (method, path) => (asked.push(`${method} ${path.join("/")}`), Promise.resolve({})),
      listen: () => (asked.push("listen"), () => undefined),
    });
    foreign = createServer((_, res) => res.setHeader("content-type", "text/html").end("<!doctype html><p>Foreign"));
    await new Promise<void>((resolve) => foreign.listen(0, "127.0.0.1", resolve));
    at = `http://localhost:${(foreign.address() as AddressInfo).port}/`;
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  afterAll(async () => {
    await browser?.close();
    await serving?.close();
    await new Promise((resolve) => foreign.close(resolve));
  });

  it("neither signs anybody in, nor runs anything, nor shows the console in a frame, even with the token", async () => {
    const page = await browser.newPage();
    await page.goto(at);
    const [{ origin: url }, token] = [new URL(serving.url), new URL(serving.url).hash.slice(1)];
    const answers = await page.evaluate<readonly string[]>(`(async () => {
      const authorization = "Bearer ${token}";
      const body = JSON.stringify({ person: "ada", connection: "acme-oidc" });
      const asked = ["sign-in", "run", "scim", "recording"].flatMap((what) => [
        { method: "POST", body, mode: "no-cors" },
        { method: "POST", body, headers: { authorization, "content-type": "application/json" } },
        { headers: { authorization } },
      ].map((init) => fetch("${url}/api/" + what, init).then(({ status }) => String(status), () => "refused")));
      const frame = document.createElement("iframe");
      frame.src = "${url}";
      document.body.append(frame);
      await new Promise((resolve) => frame.addEventListener("load", resolve));
      return await Promise.all(asked);
    })()`);
    expect(new Set(answers)).toEqual(new Set(["refused"]));
    const [framed] = page.frames().slice(1);
    // On a busy machine the frame is refused after the answers are.
    await expect.poll(() => framed?.url()).toMatch(/^chrome-error:/);
    expect(asked).toEqual([]);
  });
});
