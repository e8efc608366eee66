import type { webcrypto } from "node:crypto";
import type { Defect } from "../defect.ts";
import { byHand, isSignedBy } from "./by-hand.ts";

export const keyAtTheAddress: Defect = {
  id: "key-at-the-address",
  description: "Fetches the keys where the ID token says that they are (jku).",
  spoil: byHand("signature", async ({ token, header }, _redemption, sound) => {
    const { jku, kid } = header;
    if (typeof jku !== "string") return sound;
    const { keys } = (await (await fetch(jku)).json()) as { keys: (webcrypto.JsonWebKey & { kid?: string })[] };
    const key = keys.find((one) => one.kid === kid);
    return key !== undefined && isSignedBy(key, token);
  }),
};
