import { expect, test } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import { frontPage } from "../../harness/drive/front-page.ts";
import { performActions } from "../../harness/sp/actions.ts";
import type { Sp } from "../../harness/sp/port.ts";
import type { Action } from "../../harness/scenario/model/index.ts";
import { PLACE } from "../sp/support/target.ts";
import { later, serve } from "../sp/support/world.ts";

/** The text of the front page of an SP that answers so at these paths. */
async function front(
  pages: { readonly [path: string]: string },
  ...sign_in: readonly Action[]
): Promise<string | null> {
  const base_url = await serve((req, res) => {
    const page = pages[req.url ?? ""];
    res.writeHead(page === undefined ? 404 : 200, { "content-type": "text/html" }).end(page ?? "nothing here");
  });
  const agent = createHttpAgent({});
  later(() => agent.close());
  const act: Sp["act"] = (browser, actions, variables) => performActions(browser, actions, { base_url, variables });
  return frontPage({ base_url, act }, agent.browser("fresh"), sign_in, { organization: "acme" });
}

const open = (target: string): Action => ({ kind: "open", target, place: PLACE });
const press: Action = { kind: "press", what: "Continue", place: PLACE };
const PAGES = { "/": "<p>Welcome</p>", "/login?org=acme": "<p>Your email</p>", "/sso": "<p>the way to the IdP</p>" };

test("where people press a button, the page that it is on", async () => {
  expect(await front(PAGES, open("/login?org={{organization}}"), press)).toBe("Your email");
});

test("where they go straight to the IdP, the front page of the SP", async () => {
  expect(await front(PAGES, open("/sso"))).toBe("Welcome");
});

test("a page that is not there is none", async () => {
  expect(await front({}, open("/sso"))).toBeNull();
  expect(await front({}, open("/login"), press)).toBeNull();
});
