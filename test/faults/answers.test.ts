import { describe, expect, it } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import { NAVIGATION, type Answer } from "./answers/navigation.ts";
import { serveRaw } from "./answers/serve.ts";
import { survivors } from "./survive.ts";

const survive = survivors("hostile SP");

const END = "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\nconnection: close\r\n\r\n<p>end";
const MISSING = "HTTP/1.1 404 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

function serve({ raw, open }: Pick<Answer, "raw" | "open">) {
  return serveRaw((path) => {
    if (/^\/(?:end)?[?#]|^\/end$/.test(path)) return END;
    return path === "/" || path.startsWith("/again") ? raw : MISSING;
  }, open);
}

describe("a browser that is answered by", () => {
  it.each(NAVIGATION.map((answer) => [answer.name.slice(0, 80), answer] as const))("%s", async (name, answer) => {
    await survive(name.split(":", 1)[0] ?? "", async () => {
      await navigate(answer);
    });
  });
});

async function navigate(answer: Answer): Promise<void> {
  const server = await serve(answer);
  const agent = createHttpAgent({ requestTimeoutMs: answer.open === true ? 300 : 10_000 });
  try {
    const browser = agent.browser("ada");
    const page = await browser.open(`${server.at}/`);
    expect([page.failure?.kind ?? page.status, page.failure?.detail ?? ""]).toEqual([answer.end, expect.any(String)]);
    // What a page is looked at for works on it, whatever it is.
    expect(page.has("form#x > input[name=y]")).toBe(false);
    expect(page.text.length).toBeLessThanOrEqual(64 * 1024);
    expect(await browser.press("nothing of that name")).toBeDefined();
    for (const { name: cookie } of await browser.cookies()) expect(cookie.length).toBeLessThan(5_000);
  } finally {
    await agent.close();
    server.close();
  }
}
