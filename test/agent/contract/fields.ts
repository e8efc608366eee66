import { afterAll, beforeAll, expect, it } from "vitest";
import type { Agent, Browser } from "../../../harness/agent/port.ts";
import type { Subject } from "../contract.ts";
import { pressed } from "../pressed.ts";
import { html, serve, type Origins } from "../server.ts";

/** Which of a page's fields is meant. */
export function fieldCases({ make }: Subject): void {
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
  const sent = (): object => Object.fromEntries(new URLSearchParams(web.hits.at(-1)?.body));

  it.each([
    ["its name", "mail", `<input name=mail>`],
    ["its id", "address", `<input id=address name=mail>`],
    ["its label", "Your email", `<label for=e>Your email</label><input id=e name=mail>`],
    ["a label around it", "Your email", `<label>Your  <b>email</b> <input name=mail></label>`],
    ["a label with an asterisk", "Email", `<label>Email: * <input name=mail></label>`],
    ["its placeholder", "you@work", `<label>Email <input name=mail placeholder="you@work"></label>`],
    ["aria-label", "Work email", `<input name=mail aria-label="Work email" placeholder=x>`],
    ["a CSS selector", "form .big", `<input name=other><input name=mail class=big>`],
    ["a label around a choice", "Email", `<label>Email <select name=mail><option>x<option>ada</select></label>`],
  ])("is named by %s", async (_, field, input) => {
    const browser = await show(`<form method=post action=/save>${input}<button>Save</button></form>`);
    expect(await browser.fillIn({ [field]: "ada" })).toBeNull();
    await pressed(browser, "Save");
    expect(sent()).toMatchObject({ mail: "ada" });
  });

  const LETTER = `<form method=post action=/letter><input name=email><button>Subscribe</button></form>`;
  const LOGIN = `<form method=post action=/login><input name=email><input name=password type=password><button>Continue</button></form>`;

  it("of several forms it is the one that has all the fields", async () => {
    const browser = await show(LETTER + LOGIN);
    expect(await browser.fillIn({ email: "ada", password: "x" })).toBeNull();
    expect((await pressed(browser, "Continue")).text).toBe("at /login");
    expect(sent()).toEqual({ email: "ada", password: "x" });
  });

  it("or the one that was begun, or whose button is pressed next", async () => {
    const browser = await show(LETTER + LOGIN);
    expect(await browser.fillIn({ email: "ada" }, "Continue")).toBeNull();
    expect((await pressed(browser, "Continue")).text).toBe("at /login");
    expect(sent()).toEqual({ email: "ada", password: "" });
    const again = await show(LETTER + LOGIN);
    await again.fillIn({ password: "x" });
    expect(await again.fillIn({ email: "ada" })).toBeNull();
    await pressed(again, "Continue");
    expect(sent()).toEqual({ email: "ada", password: "x" });
  });

  it("else it is a question, with the cure", async () => {
    const browser = await show(LETTER + LOGIN);
    const miss = await browser.fillIn({ email: "ada" });
    expect(miss).toMatchObject({
      missed: "several",
      told: expect.stringMatching(/of the form POST \/letter .* or of the form POST \/login/),
    });
    const selector = /such as `fill: \{ (".+"): \.\.\. \}`/.exec(miss?.cure ?? "")?.[1] ?? '""';
    expect(await browser.fillIn({ [JSON.parse(selector) as string]: "ada" })).toBeNull();
    await pressed(browser, "Continue");
    expect(sent()).toEqual({ email: "ada", password: "" });
  });

  it("forms that are sent alike are one", async () => {
    const browser = await show(LOGIN + LOGIN);
    expect(await browser.fillIn({ email: "ada" })).toBeNull();
    await pressed(browser, "Continue");
    expect(sent()).toEqual({ email: "ada", password: "" });
  });

  it("what is seen comes before what is hidden", async () => {
    const browser = await show(
      `<form method=post action=/trap style="display:none"><input name=email></form><form method=post action=/login><input name=email><button>Continue</button></form>`,
    );
    expect(await browser.fillIn({ email: "ada" })).toBeNull();
    expect((await pressed(browser, "Continue")).text).toBe("at /login");
    expect(sent()).toEqual({ email: "ada" });
  });

  it.each([
    [
      "select",
      `<select name=size><option value=s>Small<option value=l>Large</select>`,
      `the field "size" on the page at URL/ offers no "Huge" (it has "Small", "Large")`,
    ],
    [
      "radio buttons",
      `<label><input type=radio name=size value=s>Small</label><input type=radio name=size value=l>`,
      `the field "size" on the page at URL/ offers no "Huge" (it has "Small", "l")`,
    ],
  ])("%s: a choice by its text or value, and none that is not offered", async (_, field, told) => {
    const page = `<form method=post action=/save>${field}<button>Save</button></form>`;
    for (const [choice, value] of [
      ["Small", "s"],
      ["l", "l"],
    ] as const) {
      const browser = await show(page);
      expect(await browser.fillIn({ size: choice })).toBeNull();
      await pressed(browser, "Save");
      expect(sent()).toEqual({ size: value });
    }
    const miss = await (await show(page)).fillIn({ size: "Huge" });
    expect(miss).toMatchObject({ missed: "choice", told: told.replace("URL", web.sp) });
  });

  it("where there is none it is told what there is, and nothing is filled in", async () => {
    const browser = await show(LOGIN.replace("name=email", "name=email value=old"));
    expect(await browser.fillIn({ email: "new", pin: "1" })).toMatchObject({
      missed: "nothing",
      told: `no field "pin" on the page at ${web.sp}/ (it has "email", "password")`,
    });
    await pressed(browser, "Continue");
    expect(sent()).toEqual({ email: "old", password: "" });
    expect(await agent.browser("eve").fillIn({ email: "x" })).toMatchObject({ missed: "nothing" });
  });
}
