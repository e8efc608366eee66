import type { Defect } from "../defect.ts";
import { ProtocolFault } from "../../app/faults.ts";

const KNOWN = ["code", "state", "iss", "error", "error_description"];

export const responseBySchema: Defect = {
  id: "response-by-schema",
  description: "Reads the authorization response by a schema that admits no parameter but those that it knows.",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      redeem: async (redemption) => {
        const unknown = [...redemption.url.searchParams.keys()].find((name) => !KNOWN.includes(name));
        if (unknown !== undefined) throw new ProtocolFault("The identity provider's answer could not be read.");
        return await workings.oidc.redeem(redemption);
      },
    },
  }),
};
