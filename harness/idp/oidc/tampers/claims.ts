import type { Doings } from "./tamper.ts";

export const claims: Doings<"claims"> = {
  "wrong-audience": (told, { parameters }) => ({ ...told, aud: parameters["audience"] }),
  "wrong-issuer": (told, { parameters }) => ({ ...told, iss: parameters["issuer"] }),
  // `iat` stays: what is wrong is one claim.
  expired: (told, { parameters }) => ({ ...told, exp: Math.floor(Date.now() / 1000) - Number(parameters["ago"]) }),
  "wrong-nonce": (told) => ({ ...told, nonce: `${String(told["nonce"])}-other` }),
  "missing-nonce": ({ nonce: _nonce, ...rest }) => rest,
};
