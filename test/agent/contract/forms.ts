import { afterAll, beforeAll, expect, it } from "vitest";
import type { Agent, Browser } from "../../../harness/agent/port.ts";
import type { Exchange } from "../../../harness/observe/exchange.ts";
import type { Subject } from "../contract.ts";
import { pressed } from "../pressed.ts";
import { html, serve, type Hit, type Origins } from "../server.ts";

export function formCases({ make, unless }: Subject): void {
  let web: Origins;
  let agent: Agent;
  let body = "";
  const exchanges: Exchange[] = [];
  beforeAll(async () => {
    web = await serve(({ path }, response) => html(response, path === "/" ? body : `at ${path}`));
    agent = await make({ onExchange: (exchange) => exchanges.push(exchange) });
  });
  afterAll(() => agent.close());
  const show = async (page: string): Promise<Browser> => {
    body = page;
    const browser = agent.browser("ada");
    await browser.open(`${web.sp}/`);
    return browser;
  };
  const last = (): Hit => web.hits.at(-1) as Hit;
  const sent = (hit: Hit): string[][] => [...new URLSearchParams(hit.body)];

  it("fills by name, id and label, and submits what the browser would", async () => {
    const browser = await show(`<form method=post action=/save>
      <input name=user><input id=mail name=email><label>Age <input name=age></label>
      <input type=checkbox name=terms value=yes><input type=radio name=size value=s checked><input type=radio name=size value=l>
      <select name=role><option value=1>Guest<option value=2>Member</select><input name=off disabled value=x>
      <fieldset disabled><input name=also-off value=x></fieldset><input type=checkbox name=no value=1>
      <textarea name=note>a\nb</textarea><input type=hidden name=csrf value="t&amp;1"><input type=file name=up>
      <button name=act value=one>One</button><button name=act value=two formaction=/two>Two</button></form>`);
    for (const [field, value] of [
      ["user", "ada"],
      ["mail", "a@b.test"],
      ["Age", "36"],
      ["terms", "true"],
      ["size", "l"],
      ["role", "Member"],
    ] as const) {
      expect(await browser.fillIn({ [field]: value }), field).toBeNull();
    }
    expect(await browser.fillIn({ nobody: "x" })).toMatchObject({ missed: "nothing" });
    expect(await browser.fillIn({ off: "x" })).toMatchObject({ missed: "disabled" });
    expect((await pressed(browser, "Two")).text).toBe("at /two");
    expect(sent(last())).toEqual([
      ["user", "ada"],
      ["email", "a@b.test"],
      ["age", "36"],
      ["terms", "yes"],
      ["size", "l"],
      ["role", "2"],
      ["note", "a\r\nb"],
      ["csrf", "t&1"],
      ["up", ""],
      ["act", "two"],
    ]);
  });

  it("sends the last of several checked radio buttons, and no placeholder", async () => {
    const browser = await show(`<form method=post action=/in>
      <input type=radio name=size value=s checked><input type=radio name=size value=m checked><input type=radio name=size value=l>
      <input type=radio value=x checked><input type=radio name=other value=1 checked>
      <select name=team><option value="" disabled selected>Choose<option value=a>A</select>
      <select name=first><option value="" disabled>Choose<option value=a>A</select>
      <select name=group><optgroup disabled><option value=x>X</optgroup><option value=y>Y</select>
      <select name=list size=3><option value=z>Z</select>
      <select name=off><option value=x disabled>X</select><button>Go</button></form>`);
    await browser.press("Go");
    expect(sent(last())).toEqual([
      ["size", "m"],
      ["other", "1"],
      ["first", "a"],
      ["group", "y"],
    ]);
  });

  it("a form that the parser closes early, as in a table, keeps its fields", async () => {
    const browser = await show(
      `<table><form method=post action=/save><tr><td><input name=user><td><button>Save</button></form></table>`,
    );
    expect(browser.page?.forms[0]?.fields.map(({ name }) => name)).toEqual(["user"]);
    await browser.fillIn({ user: "ada" });
    await browser.press("Save");
    expect([last().path, ...sent(last())]).toEqual(["/save", ["user", "ada"]]);
  });

  it("a GET form replaces the query of its action", async () => {
    const browser = await show(`<form action="/find?old=1#f"><input name=q value="a b"><button>Find</button></form>`);
    await browser.press("Find");
    expect([...last().query]).toEqual([["q", "a b"]]);
  });

  it("sends multipart where the form asks for it", async () => {
    const browser = await show(
      `<form method=post enctype=multipart/form-data action=/up><input name='a"b' value="x"><button>Up</button></form>`,
    );
    await browser.press("Up");
    const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(last().headers["content-type"] ?? "")?.[1];
    expect(boundary).toBeDefined();
    expect(last().body).toBe(
      `--${boundary}\r\nContent-Disposition: form-data; name="a%22b"\r\n\r\nx\r\n--${boundary}--\r\n`,
    );
  });

  it("submits by selector with fields set, fields that the form lacks, and its button", async () => {
    const browser = await show(`<form data-jitterbug=cancel action=/no method=post></form>
      <form data-jitterbug=pick action=/pick method=post><input type=hidden name=uid value=7><input type=hidden name=person value=bob>
      <button name=how value=click>Bob</button></form>`);
    expect((await browser.submit("form[data-jitterbug=pick]", { person: "ada.k3x9q2ab", extra: "1" }))?.text).toBe(
      "at /pick",
    );
    expect(Object.fromEntries(sent(last()))).toEqual({ uid: "7", person: "ada.k3x9q2ab", how: "click", extra: "1" });
    expect(last().headers).toMatchObject({ "sec-fetch-user": "?1", "sec-fetch-site": "same-origin" });
  });

  it("chooses the button that carries the field; null where no form matches", async () => {
    const browser = await show(
      `<form action=/pick method=post><button name=person value=ada>A</button><button name=person value=bob>B</button></form>`,
    );
    await browser.submit("form", { person: "bob" });
    expect(sent(last())).toEqual([["person", "bob"]]);
    expect(await (await show("<p>")).submit("form", {})).toBeNull();
  });

  const FORM = `<form id=f name=f method=post action=/acs><input type=hidden name=SAMLResponse value="PHg+PC94Pg=="><input type=hidden name=RelayState value=r>`;
  it.each([
    ["onload", `<body onload="document.forms[0].submit()">${FORM}</form>`],
    ["onload by name", `<body onload="document.f.submit();">${FORM}<noscript><input type=submit></noscript></form>`],
    ["top level", `${FORM}</form><script>document.getElementById("f").submit();</script>`],
    ["window.onload", `${FORM}</form><script>window.onload = function () { document.forms['f'].submit(); };</script>`],
    [
      "listener",
      `${FORM}</form><script>window.addEventListener("load", () => { document.querySelector("#f").submit() })</script>`,
    ],
    ["immediate function", `${FORM}</form><script>(function(){ var f = document.forms[0]; f.submit(); })();</script>`],
    ["timer with text", `${FORM}</form><script>window.setTimeout('document.forms[0].submit()', 0);</script>`],
    ["named function", `<body onload="go()">${FORM}</form><script>function go() { document.f.submit(); }</script>`],
    [
      "clicked button",
      `${FORM}<input type=submit id=b value=Go></form><script>document.getElementById("b").click()</script>`,
    ],
  ])("a form that submits itself is submitted: %s", async (_, page) => {
    const browser = await show(page);
    expect(browser.page?.url).toBe(`${web.sp}/acs`);
    expect(sent(last())).toEqual([
      ["SAMLResponse", "PHg+PC94Pg=="],
      ["RelayState", "r"],
    ]);
    expect(last().headers).not.toHaveProperty("sec-fetch-user");
    expect(exchanges.at(-1)?.messages).toEqual([{ kind: "Response", content: { xml: "<x></x>", RelayState: "r" } }]);
  });

  unless("guesses at scripts")("a form is taken to be submitted by a script that can not be read", async () => {
    const browser = await show(
      `${FORM}<noscript><button>Continue</button></noscript></form><script src=/go.js></script>`,
    );
    expect(browser.page?.url).toBe(`${web.sp}/acs`);
  });

  unless("guesses at scripts")("a form with a field to fill in is not submitted by a script", async () => {
    const browser = await show(
      `<form id=f method=post action=/acs><input name=user></form><script>document.forms[0].submit()</script>`,
    );
    expect(browser.page?.url).toBe(`${web.sp}/`);
  });

  const LOGOUT = `<form id=f method=post action=/acs><input type=hidden name=csrf value=1><button>Sign out</button></form>`;
  it.each([
    [
      "a click handler",
      `${LOGOUT}<script>document.querySelector("button").addEventListener("click", function () { f.submit(); })</script>`,
    ],
    ["a function nobody calls", `${LOGOUT}<script>function out() { document.forms[0].submit(); }</script>`],
    ["a commented call", `${LOGOUT}<script>// document.forms[0].submit()\n/* f.submit() */</script>`],
    ["a data block", `${LOGOUT}<script type="application/json">{"a": "f.submit()"}</script>`],
    ["a script elsewhere", `${LOGOUT}<script src=/app.js></script>`],
  ])("a form that waits for a person is left alone: %s", async (_, page) => {
    const browser = await show(page);
    expect(browser.page?.url).toBe(`${web.sp}/`);
  });

  it("says other headers where something is changed, until it says its own again", async () => {
    const browser = await show("<form method=post action=/save><input name=user><button>Save</button></form>");
    expect(browser.say({ "X-Forwarded-Host": "forged.example" })).toBe(true);
    await browser.open(`${web.sp}/`);
    expect(last().headers).not.toHaveProperty("x-forwarded-host");
    expect(await browser.fillIn({ user: "ada" })).toBeNull();
    await pressed(browser, "Save");
    expect(last().headers).toMatchObject({
      "x-forwarded-host": "forged.example",
      "content-type": "application/x-www-form-urlencoded",
      host: new URL(web.sp).host,
    });
    expect(sent(last())).toEqual([["user", "ada"]]);
    await browser.request("POST", `${web.sp}/api`, { json: {} });
    expect(last().headers).toHaveProperty("x-forwarded-host", "forged.example");
    browser.say({});
    await browser.request("POST", `${web.sp}/api`, { json: {} });
    expect(last().headers).not.toHaveProperty("x-forwarded-host");
  });

  it("says another Host, or that it has no say in it", async () => {
    const browser = await show("<form method=post action=/save><button>Save</button></form>");
    const able = browser.say({ Host: "forged.example", "X-Forwarded-Host": "forged.example" });
    await pressed(browser, "Save");
    expect(last().headers["host"]).toBe(able ? "forged.example" : new URL(web.sp).host);
    expect("x-forwarded-host" in last().headers).toBe(able);
    browser.say({});
  });
}
