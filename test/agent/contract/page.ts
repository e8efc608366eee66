import { afterAll, beforeAll, expect, it } from "vitest";
import type { Agent, Page } from "../../../harness/agent/port.ts";
import type { Subject } from "../contract.ts";
import { pressed } from "../pressed.ts";
import { serve, type Origins } from "../server.ts";

export function pageCases({ make, unless }: Subject): void {
  let web: Origins;
  let agent: Agent;
  let answer: { type: string; body: string | Buffer; status?: number } = { type: "text/html", body: "" };
  beforeAll(async () => {
    web = await serve((_, response) =>
      response.writeHead(answer.status ?? 200, { "content-type": answer.type }).end(answer.body),
    );
    agent = await make({});
  });
  afterAll(() => agent.close());
  const show = (body: string | Buffer, type = "text/html; charset=utf-8", status = 200): Promise<Page> => {
    answer = { type, body, status };
    return agent.browser("ada").open(`${web.sp}/`);
  };

  it("tells what a person reads, and nothing that is hidden", async () => {
    const page = await show(`<!doctype html><title> A \n title </title><style>b{}</style>
      <h1>Hello</h1><p>dear <b>A</b>da &amp; co</p><script>var x = "unseen"</script><noscript>unseen</noscript>
      <div hidden>unseen</div><div style="color:red; display : none">unseen</div><template>unseen</template><ul><li>one<li>two</ul>`);
    expect(page.title).toBe("A title");
    expect(page.text).toBe("Hello dear Ada & co one two");
  });

  it("answers selectors, and says no to what is none", async () => {
    const page = await show(`<form id=confirm-link><p class="note x"> Link  it? </p></form>`);
    expect(page.has("form#confirm-link")).toBe(true);
    expect(page.textOf("form .note")).toBe("Link it?");
    expect(page.has("form#other")).toBe(false);
    expect(page.textOf("h1")).toBeNull();
    expect(page.has(":::nonsense[")).toBe(false);
    expect(page.textOf("a >")).toBeNull();
  });

  it("lists forms with labels, absolute actions and values", async () => {
    const page = await show(`<base href="/app/"><form action=save method=POST>
      <label for=e>Email</label><input id=e name=email type=email value=a@b.test>
      <label>Colour <select name=colour><option value=r>Red<option selected>Blue</select></label>
      <textarea name=note aria-label=Note>\nhi</textarea><input type=hidden name=csrf value=t><button>Go</button></form><form></form>`);
    expect(page.forms).toEqual([
      {
        index: 0,
        method: "POST",
        action: `${web.sp}/app/save`,
        fields: [
          { name: "email", id: "e", label: "Email", type: "email", value: "a@b.test" },
          { name: "colour", id: "", label: expect.stringContaining("Colour"), type: "select", value: "Blue" },
          { name: "note", id: "", label: "Note", type: "textarea", value: "hi" },
          { name: "csrf", id: "", label: "", type: "hidden", value: "t" },
        ],
      },
      { index: 1, method: "GET", action: `${web.sp}/`, fields: [] },
    ]);
  });

  it.each([
    ["application/json", '{"a": 1}', '{"a": 1}'],
    ["text/plain", "plain\n  text", "plain text"],
    ["application/pdf", Buffer.from([37, 80, 68, 70, 0, 255]), ""],
  ])("%s is a page without forms", async (type, body, text) => {
    expect(await show(body, type)).toMatchObject({ status: 200, contentType: type, text, title: "", forms: [] });
  });

  it.each([
    ["text/html; charset=iso-8859-1", Buffer.from("caf\xe9", "latin1")],
    ["text/html", Buffer.concat([Buffer.from("\ufeff"), Buffer.from("café")])],
    ["text/html; charset=ISO-8859-1", Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from("café")])],
    ["text/html", Buffer.from('<meta charset="windows-1252">caf\xe9', "latin1")],
  ])("reads text as %s says, case %#", async (type, body) => {
    expect((await show(body, type)).text).toBe("café");
  });

  unless("UTF-8 unasked")("takes a page that names no charset for UTF-8", async () => {
    expect((await show(Buffer.from("café"), "text/html")).text).toBe("café");
    expect((await show(Buffer.from("café"), "text/html; charset=no-such-charset")).text).toBe("café");
  });

  it("waits for a text or a selector that is there, and says so where it does not come", async () => {
    const browser = agent.browser("ada");
    answer = { type: "text/html", body: "<p id=here>Signed  in as Ada</p>" };
    await browser.open(`${web.sp}/`);
    expect(await browser.waitFor("signed in")).toMatchObject({ text: "Signed in as Ada" });
    expect(await browser.waitFor("p#here")).toMatchObject({ url: `${web.sp}/` });
    const told = `"p#there" does not come on the page at ${web.sp}/`;
    expect(await browser.waitFor("p#there")).toMatchObject({ missed: "nothing", told });
  });

  unless("runs scripts")(
    "waits for what a script brings, presses what it made, and fills what it listens to",
    async () => {
      const browser = agent.browser("ada");
      answer = {
        type: "text/html",
        body: `<div id=app></div><script>setTimeout(() => {
        app.innerHTML = "<input id=name><button>Greet</button><p></p>";
        let name = "";
        document.querySelector("input").addEventListener("input", (event) => (name = event.target.value));
        document.querySelector("button").addEventListener("click", () =>
          fetch("/greeting").then(() => (document.querySelector("p").textContent = "Hello " + name)));
      }, 300)</script>`,
      };
      await browser.open(`${web.sp}/`);
      expect(await browser.waitFor("Greet")).not.toHaveProperty("missed");
      expect(await browser.fillIn({ name: "Ada" })).toBeNull();
      expect((await pressed(browser, "Greet")).text).toContain("Hello Ada");
    },
  );

  it("shows error pages as pages", async () => {
    expect(await show("<h1>Oops</h1>", "text/html", 500)).toMatchObject({ status: 500, text: "Oops" });
  });
}
