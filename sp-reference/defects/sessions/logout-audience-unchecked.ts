import { decodeJwt, jwtVerify } from "jose";
import { ProtocolFault } from "../../app/faults.ts";
import { isLogout, meantBy } from "../../oidc/logout.ts";
import type { Defect } from "../defect.ts";
import { endingBy } from "./ending.ts";

export const logoutAudienceUnchecked: Defect = {
  id: "logout-audience-unchecked",
  description: "Takes a logout token of its issuer's that is for another client.",
  spoil: endingBy(async ({ connection, issuer, keys, token }) => {
    const claims = decodeJwt(token);
    const { payload } = await jwtVerify(token, keys, { issuer });
    const isOther = !isLogout(payload["events"]) || payload["nonce"] !== undefined || claims.exp === undefined;
    if (isOther) throw new ProtocolFault("This is no logout token.");
    return meantBy(connection, payload);
  }),
};
