import type { Browser, Page } from "../../../harness/agent/port.ts";
import { PICK_FIELD, PICK_FORM, type ConnectionSpec, type IdpPerson, type Idps } from "../../../harness/idp/port.ts";
import { createHttpAgent } from "../../../harness/agent/http/index.ts";
import { startIdps } from "../../../harness/idp/index.ts";
import * as plain from "../../idp/saml/support/browser.ts";
import type { TearDown } from "./tear-down.ts";

export async function openIdps(
  tearDown: TearDown,
  connections: readonly ConnectionSpec[],
  stateDir: string | null = null,
): Promise<Idps> {
  const idps = await startIdps({ listen: "127.0.0.1:0", connections, stateDir });
  tearDown.add(() => idps.close());
  return idps;
}

/** A browser with cookies of its own. */
export function openBrowser(tearDown: TearDown): Browser {
  const agent = createHttpAgent({});
  tearDown.add(() => agent.close());
  return agent.browser("person");
}

/** Starts at the SP, and clicks the person's card on the login page of the mock IdP. */
export async function signIn(browser: Browser, start: string, { key }: IdpPerson): Promise<Page> {
  await browser.open(start);
  const page = await browser.submit(PICK_FORM, { [PICK_FIELD]: key });
  if (page === null) throw new Error(`no login page at ${browser.page?.url}: ${browser.page?.text}`);
  return page;
}

/** A SAML Response on its way through the browser. */
export interface Message {
  readonly acs: string;
  readonly xml: string;
  readonly relayState: string | undefined;
}

/** Posts a form of the page where the browser is, and holds back the Response that comes of it. */
export async function heldBack(action: string, fields: Readonly<Record<string, string>>): Promise<Message> {
  return messageOn(await plain.open(action, fields));
}

/** Clicks the person's card on the login page where the browser is, and holds back the Response. */
export async function pickedAndHeldBack(browser: Browser, { key }: IdpPerson): Promise<Message> {
  return messageOn(await plain.pick(await plain.open(browser.page?.url ?? ""), key));
}

/** The kit's browser would post it on at once. */
function messageOn(page: plain.Page): Message {
  const { action, xml, relayState } = plain.posted(page);
  return { acs: action, xml, relayState };
}

/** Posts the Response as the browser would have done, and goes where the SP sends it. */
export async function deliver(browser: Browser, { acs, xml, relayState }: Message): Promise<{ readonly text: string }> {
  const form = {
    SAMLResponse: Buffer.from(xml, "utf8").toString("base64"),
    ...(relayState === undefined ? {} : { RelayState: relayState }),
  };
  const { status, headers, body } = await browser.request("POST", acs, { form });
  const location = headers["location"];
  if (status === null || status < 300 || status > 399 || typeof location !== "string") return { text: body };
  return await browser.open(new URL(location, acs).href);
}
