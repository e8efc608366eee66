import { beginning } from "../../beginning.ts";
import { messageOf, type Fix } from "../../errors.ts";
import type { Page } from "../../agent/port.ts";
import type { Exchange } from "../../observe/exchange.ts";
import type { Finding } from "../../observe/finding.ts";
import type { Connection } from "../../scenario/model/index.ts";
import { ActionFailed } from "../actions.ts";
import { patiently } from "../rest.ts";
import { compareOidc } from "./oidc-request.ts";
import type { Patient, TrustFacts } from "./options.ts";
import { compareSaml } from "./saml-request.ts";

/** What is wrong with the request that the SP sent to the IdP, and what to change. */
export interface Mismatch {
  readonly message: string;
  readonly hint: string;
  readonly fix?: Fix;
}

/** Whether a connection's sign-in leads to its own IdP, as the client and with the address that the file declares. */
export async function examineConnection(patient: Patient, connection: Connection): Promise<Finding> {
  const { agent, log, ns, facts } = patient;
  const topic = `connection ${connection.name}`;
  const name = `${ns}-${connection.name}`;
  const trust = facts.get(connection.name);
  if (trust === undefined) return { topic, ok: false, message: "the mock IdPs do not know it" };
  const browser = agent.browser(`${name}/doctor`);
  log.open(name);
  try {
    const asked = stranger(patient, connection);
    const begin = async (): Promise<Page | null> => (await patient.sp.act(browser, connection.sign_in, asked)).page;
    const page = await patient.sp.whileUsed(() => patiently(begin));
    const wrong = mismatch(log.take(name), page, connection, trust);
    if (wrong !== null) return { topic, ok: false, ...wrong };
    return { topic, ok: true, message: `leads to ${trust.protocol === "oidc" ? trust.issuer : trust.entity_id}` };
  } catch (error) {
    const hint = `correct sign_in of the connection ${connection.name} (${placeOf(connection)})`;
    const message = messageOf(error);
    return {
      topic,
      ok: false,
      message: error instanceof ActionFailed ? message : `its sign_in cannot be done: ${message}`,
      hint,
    };
  } finally {
    log.close(name);
    await browser.close();
  }
}

function mismatch(
  exchanges: readonly Exchange[],
  page: Page | null,
  connection: Connection,
  trust: TrustFacts,
): Mismatch | null {
  const endpoint = new URL(trust.protocol === "oidc" ? trust.authorization_endpoint : trust.sso_url);
  const asked = exchanges.find(({ request }) => isAt(request.url, endpoint));
  if (asked === undefined) return astray(exchanges, page, connection, trust, endpoint);
  const wrong =
    trust.protocol === "oidc" ? compareOidc(asked, connection, trust) : compareSaml(asked, connection, trust);
  if (wrong !== null) return wrong;
  if (page === null || page.failure !== undefined || (page.status ?? 500) >= 400) {
    return {
      message: `its IdP refuses the request: ${shown(page)}${reason(page)}`,
      hint: `compare the SP's configuration with the connection ${connection.name} (${placeOf(connection)})`,
    };
  }
  return null;
}

/** The sign-in never came to the connection's own IdP: another connection's, or none. */
function astray(
  exchanges: readonly Exchange[],
  page: Page | null,
  connection: Connection,
  trust: TrustFacts,
  endpoint: URL,
): Mismatch {
  const elsewhere = exchanges.find(({ request }) => new URL(request.url).origin === endpoint.origin);
  if (elsewhere !== undefined) {
    const { origin, pathname } = new URL(elsewhere.request.url);
    return {
      message: `its sign_in leads to ${origin}${pathname}, not to ${endpoint.href}`,
      hint: `${configure(trust)}; or correct sign_in (${placeOf(connection)})`,
    };
  }
  return {
    message: `its sign_in does not lead to the IdP: ${shown(page)}`,
    hint: `${configure(trust)}; or correct sign_in (${placeOf(connection)})`,
  };
}

function configure(trust: TrustFacts): string {
  return trust.protocol === "oidc"
    ? `configure the SP with the issuer ${trust.issuer} and the client ${trust.client_id}`
    : `configure the SP with the IdP ${trust.entity_id} and its single sign-on address ${trust.sso_url}`;
}

function isAt(url: string, endpoint: URL): boolean {
  const { origin, pathname } = new URL(url);
  return origin === endpoint.origin && pathname === endpoint.pathname;
}

function shown(page: Page | null): string {
  if (page === null) return "no page came";
  const url = page.url.split(/[?#]/, 1)[0] ?? page.url;
  if (page.failure !== undefined) return `${url}: ${page.failure.detail}`;
  return `HTTP ${page.status} at ${url}: ${beginning(page.title === "" ? page.text : page.title, 100) || "(no text)"}`;
}

/** What the page says below its title: our own IdPs set what was asked beside what is configured. */
function reason(page: Page | null): string {
  if (page === null || page.title === "") return "";
  const at = page.text.indexOf(page.title);
  const rest = at < 0 ? "" : beginning(page.text.slice(at + page.title.length), 300);
  return rest === "" ? "" : ` (${rest})`;
}

function placeOf({ place }: Connection): string {
  return `${place.file}:${place.line}`;
}

/** A person whom nobody knows, for sign-in pages that ask who is there before they redirect. */
function stranger({ target, ns }: Patient, connection: Connection): { readonly [path: string]: string } {
  const domain =
    target.organizations.find(({ name }) => name === connection.organization)?.verified_domains[0] ?? "doctor.test";
  return {
    ns,
    person: `doctor.${ns}`,
    email: `doctor.${ns}@${domain}`,
    login: `doctor.${ns}@${domain}`,
    subject: `${ns}-doctor`,
    password: `Doctor-${ns}-1`,
    connection: connection.name,
    organization: connection.organization,
    return_to: "",
  };
}
