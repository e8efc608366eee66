import { afterAll, beforeAll, expect, it } from "vitest";
import type { Agent } from "../../../harness/agent/port.ts";
import type { Subject } from "../contract.ts";
import { html, redirect, serve, serveOn, type Origins } from "../server.ts";

export function resolveCases({ make }: Subject): void {
  let web: Origins;
  let agent: Agent;
  beforeAll(async () => {
    web = await serve(({ path, query, headers }, response) => {
      if (path === "/to") return redirect(response, query.get("url") ?? "");
      html(response, `this is ${headers.host}`);
    });
    const { port } = web;
    const six = await serveOn("::1", "six");
    agent = await make({
      allowRemote: ["allowed.test", "unknown.test"],
      resolve: new Map([
        [`sp.test:${port}`, "127.0.0.1"],
        [`allowed.test:${port}`, "127.0.0.1"],
        [`six.test:${six}`, "::1"],
        // An address for documentation (RFC 5737): nobody is asked there.
        [`far.test:${port}`, "192.0.2.1"],
        [`bare.test:80`, "127.0.0.1"],
      ]),
    });
    names.six = `http://six.test:${six}/`;
  });
  afterAll(() => agent.close());
  const names = { six: "" };

  it("finds a name at the address that it was told, and asks for the name", async () => {
    const page = await agent.browser("ada").open(`http://SP.test:${web.port}/`);
    expect(page).toMatchObject({ text: `this is sp.test:${web.port}`, url: `http://sp.test:${web.port}/` });
    expect((await agent.browser("bob").open(names.six)).text).toBe("six");
    expect((await agent.browser("eve").open(`http://allowed.test:${web.port}/`)).text).toContain("allowed.test");
  });

  it("follows a redirect there, and a script's request", async () => {
    const browser = agent.browser("ada");
    const page = await browser.open(`${web.sp}/to?url=http://sp.test:${web.port}/`);
    expect(page.text).toBe(`this is sp.test:${web.port}`);
    const answer = await browser.request("GET", `http://sp.test:${web.port}/me`);
    expect(answer).toMatchObject({ status: 200, body: `this is sp.test:${web.port}` });
  });

  it("lets a name lead here for its own port only", async () => {
    const other = await agent.browser("ada").open("http://sp.test:1/");
    expect(other.failure?.kind).toBe("host_not_allowed");
    const below = await agent.browser("ada").open(`http://app.sp.test:${web.port}/`);
    expect(below.failure?.kind).toBe("host_not_allowed");
  });

  it("takes a name that leads to another machine for one, and says how to allow it", async () => {
    const page = await agent.browser("ada").open(`http://far.test:${web.port}/`);
    expect(page.failure).toMatchObject({ kind: "host_not_allowed" });
    expect(page.failure?.detail).toContain("--allow-remote far.test");
  });

  it("knows the port that an address leaves out, and resolves no other name by it", async () => {
    // Nobody may listen at port 80 here, or somebody may; what counts is that it was asked.
    expect((await agent.browser("ada").open("http://bare.test/")).failure?.kind).not.toBe("host_not_allowed");
    const unknown = await agent.browser("ada").open(`http://unknown.test:${web.port}/`);
    expect(unknown.failure?.kind).toBe("connection_refused");
  });
}
