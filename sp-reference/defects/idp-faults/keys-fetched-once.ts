import type { Defect } from "../defect.ts";
import { byHand, isSignedBy, type Told } from "../oidc-tokens/by-hand.ts";

const kept = new Map<string, Told["keys"]>();

export const keysFetchedOnce: Defect = {
  id: "keys-fetched-once",
  description: "Fetches the issuer's keys at the first sign-in, and never again.",
  spoil: byHand("signature", ({ token, header, keys }, { connection }) => {
    const known = kept.get(connection.issuer) ?? keys;
    kept.set(connection.issuer, known);
    const key = known.find(({ kid }) => kid === header["kid"]);
    return key !== undefined && isSignedBy(key, token);
  }),
};
