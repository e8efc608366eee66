/** saml2-js, as "Example" of its README has it, for assertions that are not encrypted. Hardened: `leftover.js`. */
import express from "express";
import { baseUrl, enter, idps, isHardened, load, serve } from "./frame.js";
import { Leftover } from "./leftover.js";

const saml2 = load("saml2-js");

const called = (object, method, ...given) =>
  new Promise((resolve, reject) => {
    object[method](...given, (error, ...told) => (error ? reject(error) : resolve(told)));
  });

await serve((app) => {
  for (const { name, entity_id, sso_url, certificate } of idps) {
    const here = { entityId: `${baseUrl}/${name}/metadata`, acs: `${baseUrl}/${name}/acs` };
    const leftover = new Leftover({ ...here, issuer: entity_id });
    const sp = new saml2.ServiceProvider({
      entity_id: here.entityId,
      // It signs nothing with it, and reads nothing that is encrypted for it.
      private_key: "",
      certificate: "",
      assert_endpoint: here.acs,
      sign_get_request: false,
      allow_unencrypted_assertion: true,
    });
    const idp = new saml2.IdentityProvider({ sso_login_url: sso_url, certificates: [certificate] });

    app.get(`/${name}/login`, async (req, res) => {
      const [url, id] = await called(sp, "create_login_request_url", idp, {});
      req.session[name] = id;
      res.redirect(url);
    });

    app.post(`/${name}/acs`, express.urlencoded({ extended: false, limit: "10mb" }), async (req, res) => {
      const options = { request_body: req.body, ...(isHardened && { notbefore_skew: 60 }) };
      const [{ user }] = await called(sp, "post_assert", idp, options);
      if (isHardened) {
        leftover.check(Buffer.from(req.body.SAMLResponse, "base64").toString(), req.session[name]);
        delete req.session[name];
      }
      const { name_id, attributes } = user;
      const [email, fullName] = [attributes?.email?.[0], attributes?.name?.[0]];
      enter(req, res, { issuer: entity_id, subject: name_id, email, name: fullName });
    });
  }
});
