import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Agent, Browser } from "../../../harness/agent/port.ts";
import type { Exchange } from "../../../harness/observe/exchange.ts";
import type { Subject } from "../contract.ts";
import { html, redirect, serve, type Hit, type Origins } from "../server.ts";

const SET = [
  "lax=1; SameSite=Lax",
  "strict=1; SameSite=Strict",
  "none=1; SameSite=None; Secure",
  "insecure=1; SameSite=None",
  "plain=1",
  "odd=1; SameSite=Whatever",
  "secure=1; Secure",
  "__Host-a=1; Secure; Path=/",
  "__Host-b=1; Path=/",
];
const ALL = ["__Host-a", "lax", "none", "odd", "plain", "secure", "strict"];
const without = (...names: string[]): string[] => ALL.filter((name) => !names.includes(name));

export function cookieCases({ make, unless }: Subject): void {
  let web: Origins;
  let agent: Agent;
  let browser: Browser;
  const exchanges: Exchange[] = [];
  beforeAll(async () => {
    web = await serve(({ path, query }, response) => {
      const to = query.get("to") ?? "";
      if (path === "/r") return redirect(response, to);
      if (path === "/set") response.setHeader("set-cookie", query.has("c") ? query.getAll("c") : SET);
      if (path === "/auto") {
        return html(
          response,
          `<body onload="document.forms[0].submit()"><form method=post action="${to}"><input type=hidden name=a></form>`,
        );
      }
      html(response, `<a href="${to}">go</a>`);
    });
    agent = await make({ onExchange: (exchange) => exchanges.push(exchange) });
  });
  afterAll(() => agent.close());
  beforeEach(async () => {
    browser = agent.browser("ada");
    await browser.open(`${web.sp}/set`);
  });
  const to = (address: string): string => encodeURIComponent(address);
  const last = (): Hit => web.hits.at(-1) as Hit;

  it.each(["http://localhost", "http://127.0.0.1", "http://[::1]", "http://app.localhost"])(
    "%s may set Secure cookies",
    async (origin) => {
      await browser.open(`${origin}:${web.port}/set`);
      await browser.open(`${origin}:${web.port}/x`);
      expect(last().cookies).toEqual(ALL);
    },
  );

  it("a prefix binds in whatever letter case it is written", async () => {
    const set = [
      "__host-a=1; Path=/",
      "__SECURE-b=1",
      "__Host-c=1; Secure",
      "__HOST-d=1; Secure; Path=/",
      "__secure-e=1; Secure",
    ];
    const fresh = agent.browser("prefixes");
    await fresh.open(`${web.sp}/set?${set.map((line) => `c=${to(line)}`).join("&")}`);
    await fresh.open(`${web.sp}/x`);
    expect(last().cookies).toEqual(["__HOST-d", "__secure-e"]);
  });

  it("a POST from another site loses Lax and Strict, and keeps None and what names no SameSite", async () => {
    await browser.open(`${web.idp}/auto?to=${to(`${web.sp}/acs`)}`);
    expect(last()).toMatchObject({ path: "/acs", method: "POST", cookies: without("lax", "strict") });
    const notes = exchanges.at(-1)?.notes?.join("\n");
    expect(notes).toMatch(/lax was kept back: SameSite=Lax.*POST/);
    expect(notes).toMatch(/strict was kept back/);
  });

  unless("clock of Lax+POST")("a cookie that names no SameSite is lost on that POST too once it is old", async () => {
    const slow = await make({ laxPostMs: -1 });
    const late = slow.browser("ada");
    await late.open(`${web.sp}/set`);
    await late.open(`${web.idp}/auto?to=${to(`${web.sp}/acs`)}`);
    expect(last()).toMatchObject({ path: "/acs", cookies: ["none"] });
    await slow.close();
  });

  it("a link from another site loses Strict only", async () => {
    await browser.open(`${web.idp}/x?to=${to(`${web.sp}/home`)}`);
    await browser.press("go");
    expect(last()).toMatchObject({ path: "/home", cookies: without("strict") });
  });

  it("who began the navigation counts, not the sites that redirected it", async () => {
    await browser.open(`${web.sp}/x?to=${to(`${web.idp}/r?to=${to(`${web.sp}/home`)}`)}`);
    await browser.press("go");
    expect(last()).toMatchObject({ path: "/home", cookies: ALL });
    await browser.open(`${web.idp}/x?to=${to(`${web.sp}/r?to=/home`)}`);
    await browser.press("go");
    expect(last()).toMatchObject({ path: "/home", cookies: without("strict") });
  });

  it("an address that is typed carries all, over redirects too", async () => {
    await browser.open(`${web.idp}/r?to=${to(`${web.sp}/home`)}`);
    expect(last()).toMatchObject({ path: "/home", cookies: ALL });
  });

  it("ports do not separate cookies, hosts do", async () => {
    const other = await serve((_, response) => html(response, ""));
    await browser.open(`${other.sp}/x`);
    expect(other.hits.at(-1)?.cookies).toEqual(ALL);
    await browser.open(`${other.idp}/x`);
    expect(other.hits.at(-1)?.cookies).toEqual([]);
  });

  it("a Domain of localhost makes a host-only cookie there, and none on a subdomain", async () => {
    await browser.open(`${web.sp}/set?c=${to("dom=1; Domain=localhost")}`);
    expect((await browser.open(`${web.sp}/x`)).status).toBe(200);
    expect(last().cookies).toContain("dom");
    await browser.open(`${web.sub}/set?c=${to("up=1; Domain=localhost")}`);
    await browser.open(`${web.sub}/x`);
    expect(last().cookies).toEqual([]);
  });

  it("paths, expiry and replacement hold", async () => {
    await browser.open(`${web.sp}/set?c=${to("deep=1; Path=/deep")}&c=${to("lax=; Max-Age=0")}&c=${to("plain=2")}`);
    await browser.open(`${web.sp}/x`);
    expect(last().cookies).toEqual(without("lax"));
    expect(last().headers.cookie).toContain("plain=2");
    await browser.open(`${web.sp}/deep/er`);
    expect(last().cookies).toContain("deep");
  });

  it("cookies can be copied: as they are at that moment, with all that is declared of them", async () => {
    await browser.open(`${web.sp}/set?c=${to("deep=1; Path=/deep; HttpOnly; Max-Age=600")}`);
    const thief = agent.browser("eve");
    await thief.open(`${web.sp}/set?c=${to("own=1")}&c=${to("plain=eve")}`);
    await thief.hold(await browser.cookies());
    await browser.open(`${web.sp}/set?c=${to("later=1")}`);
    await thief.open(`${web.sp}/x`);
    expect(last().cookies).toEqual([...ALL, "own"].toSorted());
    expect(last().headers.cookie).toContain("plain=1");
    await thief.open(`${web.sp}/deep/er`);
    expect(last().cookies).toContain("deep");
    await thief.open(`${web.idp}/auto?to=${to(`${web.sp}/acs`)}`);
    expect(last()).toMatchObject({ path: "/acs", cookies: [...without("lax", "strict"), "own"].toSorted() });
    await thief.open(`${web.idp}/x`);
    expect(last().cookies).toEqual([]);
    await thief.open(`${web.sub}/x`);
    expect(last().cookies).toEqual([]);
    await browser.open(`${web.sp}/x`);
    expect(last().cookies).toEqual([...ALL, "later"].toSorted());
  });

  it("tells its cookies, of a browser that went nowhere none", async () => {
    const told = await browser.cookies();
    expect(told.map(({ name }) => name).toSorted()).toEqual(ALL);
    expect(told.find(({ name }) => name === "lax")).toEqual({
      name: "lax",
      value: "1",
      domain: "localhost",
      hostOnly: true,
      path: "/",
      secure: false,
      httpOnly: false,
      sameSite: "lax",
      expires: null,
    });
    expect(await agent.browser("bob").cookies()).toEqual([]);
  });

  it("browsers do not share cookies", async () => {
    await agent.browser("bob").open(`${web.sp}/x`);
    expect(last().cookies).toEqual([]);
  });
}
