/** samlify, as "Get started" of its documentation has it, with the IdP's metadata and a schema validator. Hardened: `leftover.js`. */
import express from "express";
import { baseUrl, enter, idps, isHardened, load, serve } from "./frame.js";
import { Leftover } from "./leftover.js";

const samlify = load("samlify");
// Its README shows how to suppress it, and warns of it.
const skipped = { validate: () => Promise.resolve("skipped") };
samlify.setSchemaValidator(process.env.VALIDATOR === "skipped" ? skipped : load("@authenio/samlify-node-xmllint"));

await serve((app) => {
  for (const { name, entity_id, metadata_url } of idps) {
    const here = { entityId: `${baseUrl}/${name}/metadata`, acs: `${baseUrl}/${name}/acs` };
    const leftover = new Leftover({ ...here, issuer: entity_id });
    const sp = samlify.ServiceProvider({
      entityID: here.entityId,
      assertionConsumerService: [{ Binding: samlify.Constants.namespace.binding.post, Location: here.acs }],
      ...(isHardened && { clockDrifts: [-60_000, 60_000] }),
    });
    let known;
    const idp = async () =>
      (known ??= samlify.IdentityProvider({ metadata: await (await fetch(metadata_url)).text() }));

    app.get(`/${name}/login`, async (req, res) => {
      const { id, context } = sp.createLoginRequest(await idp(), "redirect");
      req.session[name] = id;
      res.redirect(context);
    });

    app.post(`/${name}/acs`, express.urlencoded({ extended: false, limit: "10mb" }), async (req, res) => {
      const { extract } = await sp.parseLoginResponse(await idp(), "post", req);
      if (isHardened) {
        leftover.check(Buffer.from(req.body.SAMLResponse, "base64").toString(), req.session[name]);
        delete req.session[name];
      }
      const { issuer, nameID, attributes } = extract;
      enter(req, res, { issuer, subject: nameID, email: attributes?.email, name: attributes?.name });
    });
  }
});
