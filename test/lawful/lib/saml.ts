import { SAML } from "@node-saml/node-saml";
import { DOMParser, type Element } from "@xmldom/xmldom";
import { Once, randomKey } from "./once.ts";
import { Refused } from "./web.ts";

interface Trust {
  /** Of this SP. */
  readonly entityId: string;
  readonly acs: string;
  /** Of the IdP. */
  readonly issuer: string;
  readonly ssoUrl: string;
  readonly certificate: string;
}

export interface Assertion {
  readonly issuer: string;
  readonly nameId: string | undefined;
  /** By Name; one that the IdP repeats has all its values. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

interface Verified extends Assertion {
  readonly inResponseTo: string;
}

const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success";
const KNOWN = ["AudienceRestriction", "OneTimeUse", "ProxyRestriction"];
const SKEW_MS = 60_000;

/**
 * One IdP. node-saml checks signatures, audience and times; what it leaves to the SP is done here (SAML Profiles
 * 4.1.4, Core 2.5.1.1): unknown conditions, status, Issuer, Destination, Recipient, the request that is answered, the browser that asked, one use only.
 *
 * The form comes from another site, so no Lax cookie comes with it: the verified assertion waits under a ticket, and
 * the browser fetches it by a GET of the SP's own, which carries its cookie.
 */
export class SamlLogin {
  readonly #trust: Trust;
  readonly #asked = new Once<string>();
  readonly #used = new Once<true>();
  readonly #waiting = new Once<Verified>();

  constructor(trust: Trust) {
    this.#trust = trust;
  }

  /** The address to send the browser to. */
  begin(browser: string): Promise<string> {
    const id = `_${randomKey().replaceAll("-", "")}`;
    this.#asked.put(id, browser);
    return this.#client(id).getAuthorizeUrlAsync("", undefined, {});
  }

  /** Verifies what was posted, and tells the ticket under which it waits for its browser. Throws Refused. */
  async receive(posted: unknown): Promise<string> {
    if (typeof posted !== "string" || posted === "") throw new Refused("There is no SAML response in this form.", 400);
    const verified = await this.#verify(posted).catch((error: unknown) => {
      throw error instanceof Refused
        ? error
        : new Refused("The answer of your identity provider could not be verified.");
    });
    const ticket = randomKey();
    this.#waiting.put(ticket, verified, Date.now() + SKEW_MS);
    return ticket;
  }

  /** Throws Refused where another browser asked, or nobody. */
  finish(ticket: unknown, browser: string | null): Assertion {
    const verified = typeof ticket === "string" ? this.#waiting.take(ticket) : undefined;
    if (verified === undefined || this.#asked.take(verified.inResponseTo) !== (browser ?? ""))
      throw new Refused("This sign-in is over, or it began in another browser. Please start again.", 400);
    return verified;
  }

  async #verify(posted: string): Promise<Verified> {
    const { acs, issuer } = this.#trust;
    const xml = Buffer.from(posted, "base64").toString("utf8");
    if (/xmldsig#(?:rsa-)?sha1\b/.test(xml)) throw new Refused("The signature uses SHA-1, which is not accepted.");
    const { profile } = await this.#client().validatePostResponseAsync({ SAMLResponse: posted });
    const signed = profile?.getAssertionXml?.();
    if (signed === undefined) throw new Refused("There is no assertion in the response.");

    // The wrapper may be unsigned: it lets nobody in, and can only keep somebody out.
    const response = rootOf(xml);
    const code = first(first(response, PROTOCOL, "Status"), PROTOCOL, "StatusCode")?.getAttribute("Value");
    if (code !== SUCCESS) throw new Refused("Your identity provider did not sign you in.");
    const destination = response?.getAttribute("Destination") ?? "";
    const wrapped = first(response, ASSERTION, "Issuer")?.textContent;
    if (destination !== "" && destination !== acs) throw new Refused("The response is meant for another address.");
    if (wrapped !== undefined && wrapped !== issuer) throw new Refused("The response has another issuer.");

    const assertion = rootOf(signed);
    if (first(assertion, ASSERTION, "Issuer")?.textContent !== issuer)
      throw new Refused("The assertion has another issuer.");
    for (const condition of first(assertion, ASSERTION, "Conditions")?.childNodes ?? [])
      if (condition.nodeType === condition.ELEMENT_NODE && !KNOWN.includes(condition.localName ?? ""))
        throw new Refused("The assertion is under a condition that is not known here.");
    const subject = first(assertion, ASSERTION, "Subject");
    const { inResponseTo, until } = this.#confirmation(subject);
    const id = assertion?.getAttribute("ID") ?? "";
    if (id === "" || !this.#used.put(id, true, until)) throw new Refused("This sign-in was used before.");
    const named = first(subject, ASSERTION, "NameID");
    const nameId = named?.textContent ?? "";
    if (![this.#trust.entityId, ""].includes(named?.getAttribute("SPNameQualifier") ?? ""))
      throw new Refused("The assertion names somebody for another service.");
    return {
      issuer,
      nameId: nameId.trim() === "" ? undefined : nameId,
      attributes: attributesOf(assertion),
      inResponseTo,
    };
  }

  #confirmation(subject: Element | undefined): { readonly inResponseTo: string; readonly until: number } {
    for (const one of all(subject, ASSERTION, "SubjectConfirmation")) {
      const data = first(one, ASSERTION, "SubjectConfirmationData");
      const until = Date.parse(data?.getAttribute("NotOnOrAfter") ?? "") + SKEW_MS;
      const inResponseTo = data?.getAttribute("InResponseTo") ?? "";
      if (one.getAttribute("Method") !== BEARER || data?.getAttribute("Recipient") !== this.#trust.acs) continue;
      if (Date.now() < until && inResponseTo !== "" && !data.hasAttribute("NotBefore")) return { inResponseTo, until };
    }
    throw new Refused("The assertion is not meant for this sign-in.");
  }

  #client(requestId?: string): SAML {
    const { entityId, acs, issuer, ssoUrl, certificate } = this.#trust;
    return new SAML({
      issuer: entityId,
      audience: entityId,
      callbackUrl: acs,
      entryPoint: ssoUrl,
      idpIssuer: issuer,
      idpCert: certificate,
      wantAuthnResponseSigned: false,
      wantAssertionsSigned: true,
      acceptedClockSkewMs: SKEW_MS,
      identifierFormat: null,
      disableRequestedAuthnContext: true,
      ...(requestId === undefined ? {} : { generateUniqueId: () => requestId }),
    });
  }
}

function rootOf(xml: string): Element | undefined {
  return new DOMParser().parseFromString(xml, "text/xml").documentElement ?? undefined;
}

function all(parent: Element | undefined, namespace: string, name: string): readonly Element[] {
  return [...(parent?.childNodes ?? [])].filter(
    (node): node is Element => node.namespaceURI === namespace && node.localName === name,
  );
}

function first(parent: Element | undefined, namespace: string, name: string): Element | undefined {
  return all(parent, namespace, name)[0];
}

function attributesOf(assertion: Element | undefined): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  // As many statements as the IdP likes (SAML Core 2.7.3).
  const statements = all(assertion, ASSERTION, "AttributeStatement");
  for (const attribute of statements.flatMap((statement) => all(statement, ASSERTION, "Attribute"))) {
    const name = attribute.getAttribute("Name") ?? "";
    const values = all(attribute, ASSERTION, "AttributeValue").map(({ textContent }) => textContent ?? "");
    found.set(name, [...(found.get(name) ?? []), ...values]);
  }
  return found;
}
