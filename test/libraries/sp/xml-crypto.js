/**
 * A SAML SP on xml-crypto alone, as its README has it ("Verifying Xml documents"): the signature that the assertion holds is checked, and
 * what is read is the assertion that the signature refers to, which the README says an SP must see to. Nothing else is
 * looked at: it is here for the releases of xml-crypto that are known to be faulty.
 */
import { deflateRawSync } from "node:zlib";
import { randomUUID } from "node:crypto";
import express from "express";
import { baseUrl, enter, idps, load, serve } from "./frame.js";

const { SignedXml } = load("xml-crypto");
const { DOMParser } = load("@xmldom/xmldom");
const ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion";
const XMLDSIG = "http://www.w3.org/2000/09/xmldsig#";

const all = (node, namespace, name) => Array.from(node.getElementsByTagNameNS(namespace, name));

/** The assertion that the signature within refers to. */
function verified(xml, certificate) {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  const [assertion] = all(document, ASSERTION, "Assertion");
  const signature = Array.from(assertion.childNodes).find(
    (node) => node.localName === "Signature" && node.namespaceURI === XMLDSIG,
  );
  if (signature === undefined) throw new Error("the assertion is not signed");
  const signed = new SignedXml({ publicCert: certificate });
  // Before version 4.
  if (!("publicCert" in signed)) signed.keyInfoProvider = { getKeyInfo: () => "", getKey: () => certificate };
  signed.loadSignature(signature.toString());
  if (!signed.checkSignature(xml)) throw new Error("the signature does not hold");
  const [reference] = signed.getReferences?.() ?? signed.references;
  if (reference.uri !== `#${assertion.getAttribute("ID")}`) throw new Error("the signature is of something else");
  return assertion;
}

await serve((app) => {
  for (const { name, entity_id, sso_url, certificate } of idps) {
    const acs = `${baseUrl}/${name}/acs`;
    app.get(`/${name}/login`, (_req, res) => {
      const request = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="${ASSERTION}" ID="_${randomUUID()}" Version="2.0" IssueInstant="${new Date().toISOString()}" AssertionConsumerServiceURL="${acs}"><saml:Issuer>${baseUrl}/${name}/metadata</saml:Issuer></samlp:AuthnRequest>`;
      const url = new URL(sso_url);
      url.searchParams.set("SAMLRequest", deflateRawSync(request).toString("base64"));
      res.redirect(url.href);
    });
    app.post(`/${name}/acs`, express.urlencoded({ extended: false, limit: "10mb" }), (req, res) => {
      const xml = Buffer.from(req.body.SAMLResponse, "base64").toString();
      const assertion = verified(xml, certificate);
      const [nameId] = all(assertion, ASSERTION, "NameID");
      const value = (wanted) =>
        all(assertion, ASSERTION, "Attribute")
          .find((one) => one.getAttribute("Name") === wanted)
          ?.textContent.trim();
      enter(req, res, { issuer: entity_id, subject: nameId?.textContent, email: value("email"), name: value("name") });
    });
  }
});
