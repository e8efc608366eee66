import { request, type IncomingHttpHeaders } from "node:http";
import { parse } from "parse5";
import { expect, test } from "vitest";
import { PICK_FIELD, PICK_FORM } from "../../harness/idp/port.ts";
import { ELSEWHERE } from "../elsewhere.ts";
import { openWorld, person, type World } from "./world.ts";

const OIDC = "acme-oidc";
const SAML = "acme-saml";
/** Accepts sign-ins that nobody asked for. */
const PORTAL = "portal-saml";

/** Names under which software takes an address to lead to, in an address or a form. */
const NAMES = [
  "return_to",
  "returnTo",
  "next",
  "url",
  "redirect",
  "redirect_uri",
  "post_logout_redirect_uri",
  "RelayState",
  "target_link_uri",
  "target",
  "iss",
  "login_hint",
  "error_uri",
];

interface Asked {
  readonly method?: "GET" | "POST";
  /** As it stands in the request line. */
  readonly target: string;
  readonly body?: string;
}

/** Every door of the SP that a stranger's link or form may open, with an address of another host in all that it takes. */
const DOORS: Readonly<Record<string, (wanted: string) => Asked>> = {
  "the home page": (wanted) => ({ target: `/?${everywhere(wanted)}` }),
  "the start by OIDC, and by a third party (iss, target_link_uri)": (wanted) => ({
    target: `/auth/${OIDC}?${everywhere(wanted)}`,
  }),
  "the start by SAML": (wanted) => ({ target: `/auth/${SAML}?${everywhere(wanted)}` }),
  "the form for passwords": (wanted) => ({ target: `/auth/password?${everywhere(wanted)}` }),
  "an answer of no IdP": (wanted) => ({ target: `/auth/${OIDC}/callback?error=x&state=y&${everywhere(wanted)}` }),
  "a response that nobody parked": (wanted) => ({ target: `/auth/${SAML}/acs?response=x&${everywhere(wanted)}` }),
  "a response that is none": (wanted) => ({
    method: "POST",
    target: `/auth/${SAML}/acs`,
    body: `SAMLResponse=PHg%2BPC94Pg&${everywhere(wanted)}`,
  }),
  "signing out": (wanted) => ({ method: "POST", target: `/logout?${everywhere(wanted)}`, body: everywhere(wanted) }),
  "signing out by a link": (wanted) => ({ target: `/logout?${everywhere(wanted)}` }),
  "the account page of nobody": (wanted) => ({ target: `/account?${everywhere(wanted)}` }),
  "an invitation": (wanted) => ({ target: `/invitations/x?${everywhere(wanted)}` }),
  "a question that nobody was asked": (wanted) => ({
    method: "POST",
    target: "/auth/link",
    body: `key=x&${everywhere(wanted)}`,
  }),
  "a page that is not there": (wanted) => ({ target: asTarget(wanted) }),
  "a page below a connection that is not there": (wanted) => ({ target: `/auth/${asTarget(wanted)}` }),
  "a folder of files": (wanted) => ({ target: `${asTarget(wanted)}/%2e%2e/assets` }),
  "a folder below files": (wanted) => ({ target: `/assets${asTarget(wanted)}` }),
};

function everywhere(wanted: string): string {
  return NAMES.map((name) => `${name}=${encodeURIComponent(wanted)}`).join("&");
}

/** As a client writes it that folds nothing; blanks and control characters can not stand there. */
function asTarget(wanted: string): string {
  const written = wanted.replaceAll(/[\s]/g, "");
  return written.startsWith("/") || written.startsWith("\\") ? written : `/${written}`;
}

test.each(Object.keys(DOORS))("%s leads to no other host", async (name) => {
  const world = await openWorld({ connections: [OIDC, SAML] });
  const elsewhere: string[] = [];
  let answered = 0;
  for (const wanted of ELSEWHERE) {
    const asked = DOORS[name]?.(wanted);
    if (asked === undefined) continue;
    const { status, headers, body } = await send(world, asked, wanted);
    if (status < 500) answered += 1;
    const here = `${world.baseUrl}${asked.target.startsWith("/") ? asked.target : "/"}`;
    for (const address of leadingTo(headers, body)) {
      const { origin } = new URL(address, here);
      if (origin !== world.baseUrl && origin !== world.idps.origin) elsewhere.push(`${wanted}: ${address}`);
    }
    expect(headers["refresh"]).toBeUndefined();
    // What is handed to the IdP to come back to is the SP's own.
    const back = new URL(headers.location ?? "/", world.baseUrl).searchParams.get("redirect_uri");
    if (back !== null) expect(back).toBe(`${world.baseUrl}/auth/${OIDC}/callback`);
  }
  expect(elsewhere).toEqual([]);
  expect(answered).toBe(ELSEWHERE.length);
});

/** Where whole sign-ins of new people end that begin at `start`. */
async function ends(world: World, connection: string, start: (wanted: string) => string): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const [index, wanted] of ELSEWHERE.entries()) {
    const key = `ada${index}`;
    world.idps.admit(connection, {
      key,
      claims: person(key, world.config.connections.get(connection)?.organization.domains[0] ?? "acme.test"),
    });
    const browser = world.browser();
    await browser.open(start(wanted));
    const page = await browser.submit(PICK_FORM, { [PICK_FIELD]: key });
    found.add(page?.url ?? "no page");
  }
  return [...found];
}

test.each([OIDC, SAML])("a sign-in at %s leads to no other host, whatever its address says", async (connection) => {
  const world = await openWorld({ connections: [connection] });
  const start = (wanted: string) => `${world.baseUrl}/auth/${connection}?${everywhere(wanted)}`;
  expect(await ends(world, connection, start)).toEqual([`${world.baseUrl}/account`]);
});

test("a sign-in that the IdP begins leads to no other host by its RelayState", async () => {
  const world = await openWorld({ connections: [PORTAL] });
  const portal = world.idps.portal(PORTAL);
  const start = (wanted: string) => `${portal}?RelayState=${encodeURIComponent(wanted)}`;
  expect(await ends(world, PORTAL, start)).toEqual([`${world.baseUrl}/account`]);
});

test("a sign-in by password leads to no other host, whatever its address and its form say", async () => {
  const world = await openWorld();
  const password = "Correct-horse-1!";
  await world.admin("POST", "/accounts", { organization: "acme", email: "ada@acme.test", password });
  const ends = new Set<string>();
  for (const wanted of ELSEWHERE) {
    const browser = world.browser();
    await browser.open(`${world.baseUrl}/auth/password?${everywhere(wanted)}`);
    const more = Object.fromEntries(NAMES.map((name) => [name, wanted]));
    const page = await browser.submit("form", { ...more, email: "ada@acme.test", password });
    ends.add(page?.url ?? "no page");
  }
  expect([...ends]).toEqual([`${world.baseUrl}/account`]);
});

/** Every address that the answer leads on to: by its status, or by what a person may press. */
function leadingTo(headers: IncomingHttpHeaders, body: string): readonly string[] {
  const found = headers.location === undefined ? [] : [headers.location];
  const visit = (node: Visited): void => {
    for (const { name, value } of node.attrs ?? [])
      if (["href", "action", "formaction", "src", "content"].includes(name) && !/^[\w=-]+(?:,|$)/.test(value))
        found.push(value);
    for (const child of node.childNodes ?? []) visit(child);
  };
  if (headers["content-type"]?.startsWith("text/html") === true) visit(parse(body) as Visited);
  return found;
}

interface Visited {
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly Visited[];
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** By hand: a client that parses the address would fold what is tried here. The page that it came from is hostile, too. */
function send(world: World, { method = "GET", target, body }: Asked, wanted: string): Promise<Answer> {
  const { hostname, port, host } = new URL(world.baseUrl);
  const referer = /^[\x21-\x7e]+$/.test(wanted) ? wanted : "//evil.test";
  return new Promise((resolve, reject) => {
    const headers = { host, referer, "content-type": "application/x-www-form-urlencoded" };
    const sent = request({ hostname, port, method, path: target, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (more: string) => void (text += more));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }));
    });
    sent.on("error", reject).end(body);
  });
}
