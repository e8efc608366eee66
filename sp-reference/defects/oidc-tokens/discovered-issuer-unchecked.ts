import type { ServerMetadata } from "openid-client";
import type { Defect } from "../defect.ts";

export const discoveredIssuerUnchecked: Defect = {
  id: "discovered-issuer-unchecked",
  description: "Takes the issuer's name from its discovery document, whatever address that was read at.",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      discover: async ({ issuer }) => {
        const answer = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
        return (await answer.json()) as ServerMetadata;
      },
    },
  }),
};
