import { ValidateInResponseTo } from "@node-saml/node-saml";
import { expect, onTestFinished, test } from "vitest";
import { createHttpAgent } from "../../../harness/agent/http/index.ts";
import type { Browser } from "../../../harness/agent/port.ts";
import { startIdps } from "../../../harness/idp/index.ts";
import { CANCEL_FORM, PICK_FIELD, PICK_FORM } from "../../../harness/idp/port.ts";
import type { ConnectionSpec, Idps } from "../../../harness/idp/port.ts";
import { ADA } from "./support/idp.ts";
import { startSp } from "./support/sp.ts";
import type { Sp } from "./support/sp.ts";

/** Both protocols on one origin, a SAML SP, and the browser that the kit drives. */
async function start(): Promise<{ readonly idps: Idps; readonly sp: Sp; readonly browser: Browser }> {
  const sp = await startSp();
  const connections: ConnectionSpec[] = [
    {
      protocol: "saml",
      name: "acme-saml",
      sp_entity_id: "urn:acme-app",
      acs: [sp.acs],
      name_id: "persistent",
      sign: "both",
      attributes: { email: "mail" },
    },
    {
      protocol: "oidc",
      name: "acme-oidc",
      client_id: "app",
      client_auth: "basic",
      redirect_uris: ["http://localhost:9/callback"],
      claims_in: ["id_token"],
      signing_alg: "RS256",
      claims: {},
    },
  ];
  const idps = await startIdps({ listen: "127.0.0.1:0", connections, stateDir: null });
  onTestFinished(() => idps.close());
  const facts = await idps.facts("acme-saml");
  if (facts.protocol !== "saml") throw new Error("not a SAML connection");
  sp.trust(facts, { validateInResponseTo: ValidateInResponseTo.ifPresent });
  idps.admit("acme-saml", ADA);
  const agent = createHttpAgent({});
  onTestFinished(() => agent.close());
  return { idps, sp, browser: agent.browser("adas") };
}

test("the kit's browser signs a person in from the SP's front door", async () => {
  const { sp, browser } = await start();
  await browser.open(`${sp.login}?RelayState=home`);
  expect(browser.page?.has(PICK_FORM)).toBe(true);
  const page = await browser.submit(PICK_FORM, { [PICK_FIELD]: "ada" });
  expect(page).toMatchObject({ url: sp.acs, status: 200 });
  expect(sp.answers).toMatchObject([
    { relayState: "home", profile: { nameID: "q1x-ada", mail: "ada.q1x@acme.test", given_name: "Ada" } },
  ]);
});

test("and from the IdP's portal", async () => {
  const { idps, sp, browser } = await start();
  await browser.open(`${idps.portal("acme-saml")}?RelayState=%2Fdeep`);
  const page = await browser.submit(PICK_FORM, { [PICK_FIELD]: "ada" });
  expect(page).toMatchObject({ url: sp.acs, status: 200 });
  expect(sp.answers).toMatchObject([{ relayState: "/deep", profile: { nameID: "q1x-ada" } }]);
});

test("and cancels", async () => {
  const { sp, browser } = await start();
  await browser.open(sp.login);
  const page = await browser.submit(CANCEL_FORM, {});
  expect(page).toMatchObject({ url: sp.acs, status: 401 });
  expect(sp.answers).toEqual([{ error: expect.stringContaining("The person cancelled the sign-in.") }]);
});

test("an armed corruption is delivered in that browser", async () => {
  const { idps, sp, browser } = await start();
  idps.arm("acme-saml", "ada", { name: "blank-subject", parameters: {} });
  await browser.open(sp.login);
  await browser.submit(PICK_FORM, { [PICK_FIELD]: "ada" });
  expect(idps.disarm("acme-saml", "ada")).toEqual({ delivered: true });
  expect(sp.answers).toHaveLength(1);
  expect(JSON.stringify(sp.answers)).not.toContain("q1x-ada");
});
