import { jwtVerify } from "jose";
import { meantBy } from "../../oidc/logout.ts";
import type { Defect } from "../defect.ts";
import { endingBy } from "./ending.ts";

export const logoutTokenAsIdToken: Defect = {
  id: "logout-token-as-id-token",
  description: "Verifies a logout token as it does an ID token, and takes an ID token for one.",
  spoil: endingBy(async ({ connection, issuer, keys, token }) => {
    const { payload } = await jwtVerify(token, keys, { issuer, audience: connection.clientId });
    return meantBy(connection, payload);
  }),
};
