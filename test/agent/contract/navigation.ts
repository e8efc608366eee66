import { afterAll, beforeAll, expect, it } from "vitest";
import type { Agent } from "../../../harness/agent/port.ts";
import type { Exchange } from "../../../harness/observe/exchange.ts";
import type { Subject } from "../contract.ts";
import { html, redirect, serve, serveOn, type Hit, type Origins } from "../server.ts";

export function navigationCases({ make }: Subject): void {
  let web: Origins;
  let agent: Agent;
  const exchanges: Exchange[] = [];
  beforeAll(async () => {
    web = await serve(({ path, query }, response) => {
      const to = query.get("to") ?? "";
      if (path === "/r") return redirect(response, to, Number(query.get("s") ?? 302));
      if (path === "/refresh") return html(response, "moving", { refresh: `0; url=${to}` });
      if (path === "/meta") return html(response, `<meta http-equiv="Refresh" content="0;URL='${to}'">`);
      if (path === "/auto") {
        return html(
          response,
          `<form method=post action="${to}"><input type=hidden name=a value=1></form><script>document.forms[0].submit()</script>`,
        );
      }
      if (path === "/page") {
        response.setHeader("referrer-policy", query.get("policy") ?? "");
        return html(response, `<a href="${to}">go</a> <form method=post action="${to}"><button>send</button></form>`);
      }
      return html(response, `<title>${path}</title>at ${path}`);
    });
    agent = await make({ onExchange: (exchange) => exchanges.push(exchange) });
  });
  afterAll(() => agent.close());

  const to = (address: string): string => encodeURIComponent(address);
  const last = (): Hit => web.hits.at(-1) as Hit;

  it("sends what a browser's navigation sends", async () => {
    await agent.browser("ada").open(`${web.sp}/x`);
    expect(last().headers).toMatchObject({
      "sec-fetch-site": "none",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
      "sec-fetch-user": "?1",
      "upgrade-insecure-requests": "1",
      "accept-encoding": expect.stringContaining("gzip"),
      "accept-language": expect.stringMatching(/^en/),
    });
    expect(last().headers.accept).toMatch(/^text\/html,/);
    expect(last().headers["user-agent"]).toMatch(/Chrom(e|ium)\//);
    expect(last().headers).not.toHaveProperty("origin");
    expect(last().headers).not.toHaveProperty("referer");
  });

  it.each([
    [301, "GET"],
    [302, "GET"],
    [303, "GET"],
    [307, "POST"],
    [308, "POST"],
  ])("a POST that is answered %i goes on as %s", async (status, method) => {
    await agent.browser("ada").open(`${web.sp}/auto?to=${to(`/r?s=${status}&to=/end`)}`);
    expect(last()).toMatchObject({ path: "/end", method, body: method === "POST" ? "a=1" : "" });
    expect(last().headers["content-type"]).toBe(method === "POST" ? "application/x-www-form-urlencoded" : undefined);
  });

  it("a typed address stays `none` over redirects; a pressed link takes the farthest site of its chain", async () => {
    const browser = agent.browser("ada");
    await browser.open(`${web.sp}/r?to=${to(`${web.idp}/r?to=${to(`${web.sp}/end`)}`)}`);
    expect(last().headers).toMatchObject({ "sec-fetch-site": "none", "sec-fetch-user": "?1" });
    await browser.open(`${web.sp}/page?to=${to(`${web.idp}/r?to=${to(`${web.sp}/end`)}`)}`);
    await browser.press("go");
    expect(last().headers).toMatchObject({
      "sec-fetch-site": "cross-site",
      "sec-fetch-user": "?1",
      referer: `${web.sp}/`,
    });
  });

  it("keeps the whole Referer within an origin and only the origin beyond", async () => {
    const browser = agent.browser("ada");
    await browser.open(`${web.sp}/page?to=/end`);
    await browser.press("go");
    expect(last().headers).toMatchObject({ referer: `${web.sp}/page?to=/end`, "sec-fetch-site": "same-origin" });
    await browser.open(`${web.idp}/page?to=${to(`${web.sp}/end`)}`);
    await browser.press("send");
    expect(last().headers).toMatchObject({ referer: `${web.idp}/`, origin: web.idp, "sec-fetch-site": "cross-site" });
  });

  it("takes localhost and its subdomain for two sites", async () => {
    const browser = agent.browser("ada");
    await browser.open(`${web.sub}/page?to=${to(`${web.sp}/end`)}`);
    await browser.press("go");
    expect(last().headers["sec-fetch-site"]).toBe("cross-site");
  });

  it("sends Origin null where the page forbids referrers, and no Referer", async () => {
    const browser = agent.browser("ada");
    await browser.open(`${web.sp}/page?policy=no-referrer&to=/end`);
    await browser.press("send");
    expect(last().headers.origin).toBe("null");
    expect(last().headers.referer).toBeUndefined();
  });

  it("sends Origin null after a POST was redirected to another origin", async () => {
    await agent.browser("ada").open(`${web.idp}/auto?to=${to(`/r?s=307&to=${to(`${web.sp}/acs`)}`)}`);
    expect(last()).toMatchObject({ path: "/acs", method: "POST" });
    expect(last().headers).toMatchObject({ origin: "null", "sec-fetch-site": "cross-site" });
    expect(last().headers).not.toHaveProperty("sec-fetch-user");
  });

  it("follows a Refresh header and a meta refresh like a link that nobody clicked", async () => {
    const browser = agent.browser("ada");
    expect(await browser.open(`${web.idp}/refresh?to=${to(`${web.sp}/end`)}`)).toMatchObject({
      url: `${web.sp}/end`,
      status: 200,
    });
    expect(last().headers).toMatchObject({ "sec-fetch-site": "cross-site", referer: `${web.idp}/` });
    expect(last().headers).not.toHaveProperty("sec-fetch-user");
    expect(await browser.open(`${web.idp}/meta?to=${to(`${web.sp}/end`)}`)).toMatchObject({ url: `${web.sp}/end` });
    expect(last().headers).toMatchObject({ "sec-fetch-site": "cross-site", referer: `${web.idp}/` });
    expect(last().headers).not.toHaveProperty("sec-fetch-user");
  });

  it("keeps the fragment over a redirect that names none", async () => {
    const browser = agent.browser("ada");
    expect((await browser.open(`${web.sp}/r?to=/end#here`)).url).toBe(`${web.sp}/end#here`);
    expect((await browser.open(`${web.sp}/r?to=${to("/end#there")}#here`)).url).toBe(`${web.sp}/end#there`);
  });

  it("finds a server on either family behind localhost", async () => {
    const browser = agent.browser("ada");
    const four = await serveOn("127.0.0.1", "four");
    const six = await serveOn("::1", "six");
    expect((await browser.open(`http://localhost:${four}/`)).text).toBe("four");
    expect((await browser.open(`http://localhost:${six}/`)).text).toBe("six");
    expect((await browser.open(`http://[::1]:${six}/`)).text).toBe("six");
    expect((await browser.open(`http://app.localhost:${four}/`)).text).toBe("four");
  });

  it("never connects to another machine, whether typed or by redirect", async () => {
    const browser = agent.browser("ada");
    expect(await browser.open("http://sp.example/")).toMatchObject({
      status: null,
      failure: { kind: "host_not_allowed" },
    });
    const page = await browser.open(`${web.sp}/r?to=${to("https://accounts.example/login?x=1")}`);
    expect(page).toMatchObject({ url: "https://accounts.example/login?x=1", status: null });
    expect(page.failure).toMatchObject({
      kind: "host_not_allowed",
      detail: expect.stringContaining("accounts.example"),
    });
    expect(await browser.request("GET", "http://10.0.0.1/")).toMatchObject({ failure: { kind: "host_not_allowed" } });
  });

  it("goes to a remote host that was named", async () => {
    const open = await make({ allowRemote: ["sp.invalid"] });
    expect((await open.browser("ada").open("http://sp.invalid/")).failure?.kind).not.toBe("host_not_allowed");
    await open.close();
  });

  it("records every exchange under the browser's name, with ids that grow", async () => {
    exchanges.length = 0;
    await agent.browser("bob").open(`${web.sp}/r?to=/end`);
    expect(
      exchanges.map(({ by, browser, request, response }) => [
        by,
        browser,
        request.method,
        request.url,
        response?.status,
      ]),
    ).toEqual([
      ["browser", "bob", "GET", `${web.sp}/r?to=/end`, 302],
      ["browser", "bob", "GET", `${web.sp}/end`, 200],
    ]);
    expect(exchanges[1]?.id).toBeGreaterThan(exchanges[0]?.id ?? Infinity);
    expect(exchanges[1]?.response?.body).toContain("at /end");
    expect(exchanges[0]?.request.headers["sec-fetch-mode"]).toBe("navigate");
  });

  it("sends a script's request with the browser's cookies, follows no redirect and leaves the page alone", async () => {
    const browser = agent.browser("ada");
    await browser.open(`${web.sp}/x`);
    expect(
      await browser.request("POST", `${web.sp}/r?to=/end`, { json: { a: 1 }, headers: { "X-Csrf": "1" } }),
    ).toMatchObject({ status: 302 });
    expect(last().headers).toMatchObject({
      "sec-fetch-mode": "cors",
      "sec-fetch-dest": "empty",
      "sec-fetch-site": "same-origin",
      "content-type": "application/json",
      origin: web.sp,
      referer: `${web.sp}/x`,
      "x-csrf": "1",
    });
    expect(last().body).toBe('{"a":1}');
    expect(browser.page?.url).toBe(`${web.sp}/x`);
    expect(await browser.request("GET", `${web.sp}/y`)).toMatchObject({
      status: 200,
      contentType: "text/html; charset=utf-8",
      body: expect.stringContaining("at /y"),
    });
    expect(await agent.browser("bob").request("GET", `${web.sp}/z`)).toMatchObject({ status: 200 });
  });
}
