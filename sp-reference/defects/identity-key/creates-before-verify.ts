import { provision } from "../../accounts/provision.ts";
import type { Workings } from "../../workings.ts";
import type { Defect } from "../defect.ts";

export const createsBeforeVerify: Defect = {
  id: "creates-before-verify",
  description: "Decodes the token or assertion, provisions from what it finds there, and verifies afterwards.",
  spoil: (workings, app): Workings => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      redeem: async (redemption) => {
        const { config, connection } = redemption;
        const library = await import("openid-client");
        config[library.customFetch] = async (url, options) => {
          const response = await fetch(url, options as RequestInit);
          const claims = unverifiedClaims(await response.clone().text());
          if (claims !== null) {
            const sub = typeof claims["sub"] === "string" && claims["sub"] !== "" ? claims["sub"] : claims["email"];
            const assertion = { protocol: "oidc", issuer: connection.issuer, claims: { ...claims, sub } } as const;
            await provision(app(), connection, assertion);
          }
          return response;
        };
        return await workings.oidc.redeem(redemption);
      },
    },
    saml: {
      ...workings.saml,
      verify: async (reception, steps) => {
        const { connection } = reception;
        const { decode } = await import("../../saml/base64.ts");
        const { readAssertion } = await import("../../saml/assertion.ts");
        const { ASSERTION_NS, child, parseXml } = await import("../../saml/xml.ts");
        const unverified = child(parseXml(decode(reception.encoded)), ASSERTION_NS, "Assertion");
        if (unverified !== undefined) {
          const { issuer, nameId: sent, attributes } = readAssertion(unverified, reception);
          const email = attributes.get(connection.attributes["email"] ?? "")?.[0] ?? "";
          const nameId = sent === null || sent.value === "" ? { value: email, format: "" } : sent;
          await provision(app(), connection, { protocol: "saml", issuer, nameId, attributes, sessionIndex: null });
        }
        return await workings.saml.verify(reception, steps);
      },
    },
  }),
};

function unverifiedClaims(body: string): { readonly [claim: string]: unknown } | null {
  try {
    const { id_token: token } = JSON.parse(body) as { id_token?: string };
    const payload = token?.split(".")[1];
    return payload === undefined ? null : JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
