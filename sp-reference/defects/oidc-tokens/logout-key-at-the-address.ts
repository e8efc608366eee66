import { decodeProtectedHeader } from "jose";
import type { Defect } from "../defect.ts";

export const logoutKeyAtTheAddress: Defect = {
  id: "logout-key-at-the-address",
  description: "Asks for the key of a logout token where that says that it is (jku).",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      ended: async (call) => {
        const { jku } = decodeProtectedHeader(call.token);
        if (jku !== undefined) await (await fetch(jku)).text();
        return await workings.oidc.ended(call);
      },
    },
  }),
};
