import type { Defect } from "../defect.ts";
import { byHand, isSignedBy } from "../oidc-tokens/by-hand.ts";

type Keys = Parameters<NonNullable<Parameters<typeof byHand>[1]>>[0]["keys"];

export const keysOfAnyIssuer: Defect = {
  id: "keys-of-any-issuer",
  description: "Keeps the keys of all issuers in one place, and takes whichever the token's kid names.",
  spoil: (workings, config) => {
    const kept = new Map<unknown, Keys[number]>();
    return byHand("signature", ({ token, header, keys }) => {
      for (const key of keys) kept.set(key.kid, key);
      const key = kept.get(header["kid"]);
      return key !== undefined && isSignedBy(key, token);
    })(workings, config);
  },
};
