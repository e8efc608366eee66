import type { Defect } from "../defect.ts";
import { byHand, isSignedBy } from "../oidc-tokens/by-hand.ts";

type Keys = Parameters<NonNullable<Parameters<typeof byHand>[1]>>[0]["keys"];

export const issuerOfTheToken: Defect = {
  id: "issuer-of-the-token",
  description: "Verifies an ID token as one of the issuer that it names, as long as that is one of those it knows.",
  spoil: (workings, config) => {
    const known = new Map<unknown, Keys>();
    return byHand(["issuer", "signature"], ({ token, claims, keys }, { connection }) => {
      known.set(connection.issuer, keys);
      return (known.get(claims["iss"]) ?? []).some((key) => isSignedBy(key, token));
    })(workings, config);
  },
};
