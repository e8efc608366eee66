import { decodeProtectedHeader, importJWK, type JWK } from "jose";
import type { Defect } from "../defect.ts";

export const logoutKeyAtTheAddress: Defect = {
  id: "logout-key-at-the-address",
  description: "Verifies a logout token with the key that is where it says (jku), where it says that.",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      ended: async (call) => {
        const { jku, alg } = decodeProtectedHeader(call.token);
        if (jku === undefined) return await workings.oidc.ended(call);
        const { keys: [first = {}] = [] } = (await (await fetch(jku)).json()) as { readonly keys?: readonly JWK[] };
        return await workings.oidc.ended({ ...call, keys: async () => await importJWK(first, alg) });
      },
    },
  }),
};
