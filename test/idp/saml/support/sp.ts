import { SAML, ValidateInResponseTo } from "@node-saml/node-saml";
import type { Profile, SamlConfig } from "@node-saml/node-saml";
import express from "express";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import type { SamlFacts } from "../../../../harness/idp/port.ts";

/** What the SP made of a Response. */
type Answer = { readonly profile: Profile; readonly relayState: string | undefined } | { readonly error: string };

export interface Sp {
  readonly acs: string;
  /** Its start page; it asks for the IdP by HTTP-Redirect, or by a self-submitting form. */
  readonly login: string;
  /** Tells it which IdP to trust. */
  trust(facts: SamlFacts, options?: Partial<SamlConfig>): SAML;
  readonly answers: readonly Answer[];
}

/** A service provider on node-saml, over HTTP; it is told its IdP later, since each needs the other's address. */
export async function startSp(): Promise<Sp> {
  const app = express();
  const server = createServer((req, res) => void app(req, res));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const answers: Answer[] = [];
  let saml: SAML | undefined;
  const trusted = (): SAML => {
    if (saml === undefined) throw new Error("the SP trusts nobody yet");
    return saml;
  };
  app.get("/login", async (req, res) => {
    const relayState = typeof req.query["RelayState"] === "string" ? req.query["RelayState"] : "";
    res.redirect(await trusted().getAuthorizeUrlAsync(relayState, undefined, {}));
  });
  app.post("/acs", express.urlencoded({ extended: false, limit: "5mb" }), async (req, res) => {
    const body = req.body as Record<string, string>;
    const answer = await trusted()
      .validatePostResponseAsync(body)
      .then(({ profile }): Answer => {
        if (profile === null) throw new Error("no profile");
        return { profile, relayState: body["RelayState"] };
      })
      .catch((error: unknown): Answer => ({ error: error instanceof Error ? error.message : String(error) }));
    answers.push(answer);
    res.status("error" in answer ? 401 : 200).json(answer);
  });
  return {
    acs: `${origin}/acs`,
    login: `${origin}/login`,
    answers,
    trust(facts, options = {}) {
      saml = new SAML({
        issuer: "urn:acme-app",
        callbackUrl: `${origin}/acs`,
        entryPoint: facts.sso_url,
        idpCert: facts.certificate,
        wantAssertionsSigned: false,
        wantAuthnResponseSigned: false,
        validateInResponseTo: ValidateInResponseTo.always,
        ...options,
      });
      return saml;
    },
  };
}
