/**
 * node-saml, as "Usage" of its README has it: all that is required and nothing else. Hardened: `leftover.js`, and 60 s of skew.
 * `LIBRARY` is it by an older name, and `SIGNED` what has to be signed, where that is not what it asks by itself.
 */
import { randomUUID } from "node:crypto";
import express from "express";
import { baseUrl, enter, idps, isHardened, load, serve } from "./frame.js";
import { Leftover } from "./leftover.js";

const { SAML } = load(process.env.LIBRARY ?? "@node-saml/node-saml");

await serve((app) => {
  for (const { name, entity_id, sso_url, certificate } of idps) {
    const here = { entityId: `${baseUrl}/${name}/metadata`, acs: `${baseUrl}/${name}/acs` };
    const leftover = new Leftover({ ...here, issuer: entity_id });
    const client = (more) =>
      new SAML({
        issuer: here.entityId,
        callbackUrl: here.acs,
        entryPoint: sso_url,
        // What versions 3 and 4 call so; later ones ignore it.
        cert: certificate,
        idpCert: certificate,
        ...(isHardened && { acceptedClockSkewMs: 60_000, wantAuthnResponseSigned: false }),
        ...(process.env.SIGNED === "assertion" && { wantAuthnResponseSigned: false, wantAssertionsSigned: true }),
        ...more,
      });

    app.get(`/${name}/login`, async (req, res) => {
      const id = `_${randomUUID()}`;
      req.session[name] = id;
      res.redirect(await client({ generateUniqueId: () => id }).getAuthorizeUrlAsync("", undefined, {}));
    });

    app.post(`/${name}/acs`, express.urlencoded({ extended: false, limit: "10mb" }), async (req, res) => {
      const { profile } = await client().validatePostResponseAsync({ SAMLResponse: req.body.SAMLResponse });
      if (isHardened) {
        leftover.check(Buffer.from(req.body.SAMLResponse, "base64").toString(), req.session[name]);
        delete req.session[name];
      }
      const { issuer, nameID, email, name: called } = profile;
      enter(req, res, { issuer, subject: nameID, email, name: called });
    });
  }
});
