import { decodeJwt } from "jose";
import { meantBy } from "../../oidc/logout.ts";
import type { Defect } from "../defect.ts";
import { endingBy } from "./ending.ts";

export const logoutTokenDecoded: Defect = {
  id: "logout-token-decoded",
  description: "Decodes the logout token for its sub and sid: nobody gets anything by signing somebody out.",
  spoil: endingBy(({ connection, token }) => Promise.resolve(meantBy(connection, decodeJwt(token)))),
};
