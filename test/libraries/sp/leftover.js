/**
 * What SAML Profiles 4.1.4.3 and 4.1.4.5 and Core 2.5.1.1 ask of an SP, and libraries leave to whoever uses them. The signature is the
 * library's: here the message has to have one assertion, so that the one which was verified is the one that is looked at.
 */
import { DOMParser } from "@xmldom/xmldom";

const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
const PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol";
const BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const KNOWN = ["AudienceRestriction", "OneTimeUse", "ProxyRestriction"];
const SKEW_MS = 60_000;
const HOUR_MS = 3_600_000;

export class Leftover {
  #trust;
  #used = new Map();

  /** `entityId` and `acs` are the SP's, `issuer` is the IdP. */
  constructor(trust) {
    this.#trust = trust;
  }

  /** Throws where the message may not be taken by the browser that sent the request of this id. */
  check(xml, requestId) {
    const { entityId, acs, issuer } = this.#trust;
    if (/<!DOCTYPE/i.test(xml)) refuse("document type");
    if (/xmldsig#(?:rsa-)?sha1\b|#rsa-md5|#hmac/i.test(xml)) refuse("algorithm");
    const response = new DOMParser({ onError: (level, message) => refuse(`${level}: ${message}`) }).parseFromString(
      xml,
      "text/xml",
    ).documentElement;
    if (response.namespaceURI !== PROTOCOL || response.localName !== "Response") refuse("root");
    const [status] = children(children(response, PROTOCOL, "Status")[0], PROTOCOL, "StatusCode");
    if (status?.getAttribute("Value") !== "urn:oasis:names:tc:SAML:2.0:status:Success") refuse("Status");
    if (![null, "", acs].includes(response.getAttribute("Destination"))) refuse("Destination");
    const [outer] = children(response, ASSERTION, "Issuer");
    if (outer !== undefined && outer.textContent !== issuer) refuse("Issuer of the Response");

    const everywhere = [...response.getElementsByTagNameNS(ASSERTION, "Assertion")];
    const [assertion] = children(response, ASSERTION, "Assertion");
    if (everywhere.length !== 1 || assertion === undefined) refuse("number of assertions");
    if (assertion.getAttribute("Version") !== "2.0") refuse("Version");
    if (children(assertion, ASSERTION, "Issuer")[0]?.textContent !== issuer) refuse("Issuer");
    const now = Date.now();
    if (!(Math.abs(now - Date.parse(assertion.getAttribute("IssueInstant"))) <= HOUR_MS)) refuse("IssueInstant");
    const [conditions] = children(assertion, ASSERTION, "Conditions");
    const restrictions = children(conditions, ASSERTION, "AudienceRestriction");
    const isMeant = (one) => children(one, ASSERTION, "Audience").some(({ textContent }) => textContent === entityId);
    if (restrictions.length === 0 || !restrictions.every(isMeant)) refuse("Audience");
    for (const node of conditions.childNodes)
      if (node.nodeType === node.ELEMENT_NODE && !(node.namespaceURI === ASSERTION && KNOWN.includes(node.localName)))
        refuse("Condition");
    if (!isNow(conditions, now)) refuse("Conditions");
    if (children(assertion, ASSERTION, "AuthnStatement").length === 0) refuse("AuthnStatement");

    const [subject] = children(assertion, ASSERTION, "Subject");
    const sp = children(subject, ASSERTION, "NameID")[0]?.getAttribute("SPNameQualifier");
    if (![undefined, null, "", entityId].includes(sp)) refuse("SPNameQualifier");
    const until = children(subject, ASSERTION, "SubjectConfirmation").flatMap((one) => {
      const [data] = children(one, ASSERTION, "SubjectConfirmationData");
      const fits =
        one.getAttribute("Method") === BEARER &&
        data?.getAttribute("Recipient") === acs &&
        data.hasAttribute("NotOnOrAfter") &&
        isNow(data, now) &&
        requestId !== undefined &&
        data.getAttribute("InResponseTo") === requestId;
      return fits ? [Date.parse(data.getAttribute("NotOnOrAfter")) + SKEW_MS] : [];
    });
    if (until.length === 0) refuse("SubjectConfirmation");
    const id = assertion.getAttribute("ID");
    for (const [old, end] of this.#used) if (end < now) this.#used.delete(old);
    if (!id || this.#used.has(id)) refuse("replay");
    this.#used.set(id, Math.max(...until));
  }
}

function refuse(what) {
  throw new Error(`not as it must be: ${what}`);
}

/** A time that cannot be read is no time at which it holds. */
function isNow(element, now) {
  const at = (name, otherwise) => (element.hasAttribute(name) ? Date.parse(element.getAttribute(name)) : otherwise);
  return at("NotBefore", 0) - SKEW_MS <= now && now < at("NotOnOrAfter", Infinity) + SKEW_MS;
}

function children(parent, namespace, name) {
  const nodes = [...(parent?.childNodes ?? [])];
  return nodes.filter((node) => node.namespaceURI === namespace && node.localName === name);
}
