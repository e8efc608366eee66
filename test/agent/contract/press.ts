import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Agent, Browser } from "../../../harness/agent/port.ts";
import type { Subject } from "../contract.ts";
import { missed, pressed } from "../pressed.ts";
import { html, serve, type Hit, type Origins } from "../server.ts";

/** Which of a page's buttons and links is meant. */
export function pressCases({ make, unless }: Subject): void {
  let web: Origins;
  let agent: Agent;
  let body = "";
  beforeAll(async () => {
    web = await serve(({ path }, response) => html(response, path === "/" ? body : `at ${path}`));
    agent = await make({});
  });
  afterAll(() => agent.close());
  const show = async (page: string): Promise<Browser> => {
    body = `<!doctype html><body>${page}`;
    const browser = agent.browser("ada");
    await browser.open(`${web.sp}/`);
    return browser;
  };
  const last = (): Hit => web.hits.at(-1) as Hit;
  const goes = async (page: string, what: string): Promise<string> => (await pressed(await show(page), what)).text;

  const MENU = `<nav><a href=/login>Sign In</a> <a href=/help>Help</a></nav>`;
  const LOGIN = `<form method=post action=/session><input name=email><input name=password type=password><button>Sign In</button></form>`;

  describe("names", () => {
    const page = `<a href="/text">Sign  <b>in</b></a><form action=/value><input type=submit value="Log in"></form>
      <form action=/name><button name=go>x</button></form><form action=/id><button id=start>x</button></form>
      <a href=/aria aria-label="With SSO"><img></a><a class=last href=/css>z</a>
      <form action=/image><input type=image alt="By mail" src="data:,"></form><a href=/picture><img alt="By phone" src="data:,"></a>
      <p id=words>By pigeon</p><form action=/labelled><button aria-labelledby=words>y</button></form>
      <form action=/unnamed><input type=submit></form>`;
    it.each([
      ["Sign in", "/text"],
      ["Log in", "/value"],
      ["go", "/name"],
      ["start", "/id"],
      ["With SSO", "/aria"],
      ["a.last", "/css"],
      ["By mail", "/image"],
      ["By phone", "/picture"],
      ["By pigeon", "/labelled"],
      ["Submit", "/unnamed"],
    ])("%s", async (what, path) => {
      expect(new URL((await pressed(await show(page), what)).url).pathname).toBe(path);
    });

    it.each([
      ["an icon beside it", `<a href=/out><i>⏻</i> Sign out</a>`],
      ["an icon font's letter", `<a href=/out><i>&#xe8ac;</i>Sign out</a>`],
      ["an arrow after it", `<form method=post action=/out><button>Sign out →</button></form>`],
      ["white space", `<a href=/out>\n  Sign\n   out&nbsp; </a>`],
      ["letter case", `<a href=/out>SIGN OUT</a>`],
      ["more words", `<a href=/out>Sign out of Acme</a>`],
      ["a label with more words", `<a href=/out aria-label="Sign out of Acme"><img></a>`],
      ["a title", `<a href=/out title="Sign out">x</a>`],
    ])("a name is found in spite of %s", async (_, page) => {
      expect(await goes(page, "Sign out")).toBe("at /out");
    });

    it("a whole name comes before a part of one", async () => {
      const page = `<a href=/google>Sign in with Google</a><a href=/plain>Sign in</a>`;
      expect(await goes(page, "Sign in")).toBe("at /plain");
      expect(await goes(page, "google")).toBe("at /google");
    });

    it("what is seen comes before what is hidden, which is there all the same", async () => {
      const page = `<a hidden href=/hidden>Sign in</a><a href=/seen>Sign in</a><div style="display:none"><a href=/menu>Sign out</a></div>`;
      expect(await goes(page, "Sign in")).toBe("at /seen");
      expect(await goes(page, "Sign out")).toBe("at /menu");
    });

    it("a selector within a button is that button, and what is no selector is none", async () => {
      const browser = await show(`<form action=/save><button><svg class=disk></svg></button></form>`);
      expect((await pressed(browser, "svg.disk")).text).toBe("at /save");
      expect(await missed(await show("<p>"), "][")).toMatchObject({ missed: "nothing" });
    });

    it("where there is none it is told what there is", async () => {
      const browser = await show(`${MENU}<form action=/x><button>Go</button></form>`);
      const miss = await missed(browser, "Log out");
      expect(miss?.missed).toBe("nothing");
      expect(miss?.told).toBe(
        `nothing to press named "Log out" on the page at ${web.sp}/ (it has "Sign In", "Help", "Go")`,
      );
      expect(await missed(agent.browser("eve"), "Go")).toMatchObject({ missed: "nothing" });
    });

    it("a link is followed, and no button", async () => {
      const browser = await show(`<form action=/button><button>Sign in</button></form><a href=/link>Sign in</a>`);
      expect(await browser.press("Sign in", "link")).toMatchObject({ text: "at /link" });
      const none = await (await show(`<form action=/x><button>Go</button></form>`)).press("Go", "link");
      expect(none).toMatchObject({ missed: "nothing", told: expect.stringContaining('nothing to follow named "Go"') });
    });
  });

  describe("after a fill", () => {
    it("the form's own button comes before a link of the same name", async () => {
      const browser = await show(MENU + LOGIN);
      expect(await browser.fillIn({ email: "ada@acme.test", password: "x" })).toBeNull();
      expect((await pressed(browser, "Sign In")).text).toBe("at /session");
      expect(last().body).toBe("email=ada%40acme.test&password=x");
    });

    it("also where its name is not the whole, or in another letter case", async () => {
      for (const name of ["SIGN IN", "→ Sign in"]) {
        const browser = await show(MENU + LOGIN.replace("Sign In", name));
        await browser.fillIn({ email: "a" });
        expect((await pressed(browser, "Sign In")).text).toBe("at /session");
      }
    });

    it("of two forms with the same button it is that of the form", async () => {
      const browser = await show(`<form action=/search><input name=q><button>Go</button></form>
        <form action=/mail><input name=m><button>Go</button></form>`);
      await browser.fillIn({ m: "x" });
      expect((await pressed(browser, "Go")).text).toBe("at /mail");
    });

    it("a button outside its form, and one that sends it elsewhere", async () => {
      const browser = await show(
        `${MENU}<form id=f method=post action=/session><input name=email></form><button form=f formaction=/other>Sign In</button>`,
      );
      await browser.fillIn({ email: "ada" });
      expect((await pressed(browser, "Sign In")).text).toBe("at /other");
      expect(last().body).toBe("email=ada");
    });

    it("another link is still a link", async () => {
      const browser = await show(MENU + LOGIN);
      await browser.fillIn({ email: "ada" });
      expect((await pressed(browser, "Help")).text).toBe("at /help");
    });

    it("a whole name elsewhere beside a part of one in the form is a question", async () => {
      const browser = await show(MENU + LOGIN.replace("Sign In", "Sign in with password"));
      await browser.fillIn({ email: "ada" });
      expect(await missed(browser, "Sign In")).toMatchObject({ missed: "several" });
    });
  });

  describe("two of the same name", () => {
    it.each([
      ["links", `<nav><a href=/out>Sign out</a></nav><aside><a href="/out#menu">Sign out</a></aside>`],
      [
        "forms",
        `<form method=post action=/out><input type=hidden name=to value=/><button>Sign out</button></form>`.repeat(2),
      ],
      [
        "forms, each with a token of its own",
        `<form method=post action=/out><input type=hidden name=authenticity_token value=a1><button>Sign out</button></form>
         <form method=post action=/out><input type=hidden name=authenticity_token value=b2><button>Sign out</button></form>`,
      ],
      ["a link and a form", `<a href=/out>Sign out</a><form action=/out><button>Sign out</button></form>`],
      ["a link around a button", `<a href=/out><button type=button>Sign out</button></a>`],
    ])("are one where they ask for the same: %s", async (_, page) => {
      expect(await goes(page, "Sign out")).toBe("at /out");
    });

    it.each([
      [
        "a link and a form",
        `${MENU}${LOGIN}`,
        "Sign In",
        /"Sign In" means 2 things on the page at http:\/\/localhost:\d+\/: link "Sign In" for GET \/login \((.+)\) or button "Sign In" for POST \/session \((.+)\)/,
      ],
      [
        "forms with another hidden value",
        `<form method=post action=/switch><input type=hidden name=org value=1><button>Switch</button></form>
         <form method=post action=/switch id=two><input type=hidden name=org value=2><button>Switch</button></form>`,
        "Switch",
        /means 2 things/,
      ],
      [
        "parts of names",
        `<a href=/g>Sign in with Google</a><a href=/m>Sign in with Microsoft</a>`,
        "Sign in",
        /"Sign in with Google" for GET \/g/,
      ],
      [
        "what a selector matches",
        `<form action=/a><button>A</button></form><form action=/b><button>B</button></form>`,
        "button",
        /means 2 things/,
      ],
      [
        "a part that is seen and the whole that is hidden",
        `<a hidden href=/a>Sign out</a><a href=/b>Sign out of all devices</a>`,
        "Sign out",
        /means 2 things/,
      ],
    ])("are a question where they do not: %s", async (_, page, what, told) => {
      const browser = await show(page);
      const miss = await missed(browser, what);
      expect(miss).toMatchObject({ missed: "several", told: expect.stringMatching(told) });
      expect(browser.page?.url).toBe(`${web.sp}/`);
      const written = /such as `press: (".+")`/.exec(miss?.cure ?? "")?.[1];
      expect(written, miss?.cure).toBeDefined();
      expect(await missed(browser, JSON.parse(written ?? '""') as string)).toBeNull();
    });
  });

  describe("what does nothing", () => {
    it("a disabled button is told as such", async () => {
      const page = `<form action=/go><input name=a><button disabled>Continue</button></form><a href=/x>Continue with Google</a>`;
      expect(await missed(await show(page), "Continue")).toMatchObject({
        missed: "disabled",
        told: `what is named "Continue" on the page at ${web.sp}/ is disabled`,
      });
      const fieldset = `<form action=/go><fieldset disabled><button>Go</button></fieldset></form>`;
      expect(await missed(await show(fieldset), "Go")).toMatchObject({ missed: "disabled" });
    });

    const idle = unless("tells idle buttons");
    for (const [name, page] of [
      ["a button outside any form", `<button>Sign out</button>`],
      ["a button that is no submitter", `<form action=/x method=post><button type=button>Sign out</button></form>`],
      ["a link to nowhere", `<a href="#">Sign out</a>`],
      ["a link to a script", `<a href="javascript:out()">Sign out</a>`],
      ["something that has the role of a button", `<div role=button>Sign out</div>`],
      ["a link that a library makes another request of", `<a href=/out data-method=delete>Sign out</a>`],
      [
        "a form that says neither where nor how",
        `<form><input name=a><button>Sign out</button></form><script>app()</script>`,
      ],
    ] as const) {
      idle(`is told with the cure: ${name}`, async () => {
        const miss = await missed(await show(page), "Sign out");
        expect(miss).toMatchObject({
          missed: "scripted",
          told: expect.stringContaining('only a script does something when "Sign out"'),
        });
        expect(miss?.cure).toContain("--agent chromium");
        expect(miss?.cure).toContain("request: POST /path");
      });
    }

    idle("a page that its scripts still have to make says so", async () => {
      const miss = await missed(await show(`<div id=root></div><script src=/app.js></script>`), "Sign in");
      expect(miss).toMatchObject({ missed: "nothing", cure: expect.stringContaining("--agent chromium") });
    });

    unless("runs scripts")("a script is told of a press on whatever it listens to", async () => {
      const page = `<div id=out role=button>Sign out</div><script>out.onclick = () => location.assign("/out")</script>`;
      const browser = await show(page);
      await browser.press("Sign out");
      expect(last().path).toBe("/out");
    });
  });

  describe("what opens on the page itself", () => {
    it.each([
      ["details", `<details><summary>Account</summary><a href=/out>Sign out</a></details>`, "Account"],
      [
        "a popover",
        `<button popovertarget=menu>Account</button><div id=menu popover><a href=/out>Sign out</a></div>`,
        "Account",
      ],
      [
        "a dialog",
        `<button commandfor=ask command=show-modal>Account</button><dialog id=ask><a href=/out>Sign out</a></dialog>`,
        "Account",
      ],
    ])("%s", async (_, page, opener) => {
      const browser = await show(page);
      expect(browser.page?.text).not.toContain("Sign out");
      expect((await pressed(browser, opener)).text).toContain("Sign out");
      expect(browser.page?.url).toBe(`${web.sp}/`);
      expect((await pressed(browser, "Sign out")).text).toBe("at /out");
    });

    it("what was filled in stays", async () => {
      const browser = await show(
        `<form method=post action=/save><input name=a><details><summary>More</summary><input name=b></details><button>Save</button></form>`,
      );
      await browser.fillIn({ a: "1" });
      await pressed(browser, "More");
      await browser.fillIn({ b: "2" });
      await pressed(browser, "Save");
      expect(last().body).toBe("a=1&b=2");
    });
  });
}
