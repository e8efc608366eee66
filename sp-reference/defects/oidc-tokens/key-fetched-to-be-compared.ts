import type { Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const keyFetchedToBeCompared: Defect = {
  id: "key-fetched-to-be-compared",
  description:
    "Asks for the key where the ID token says that it is (jku, x5u), and only then looks whether it is the issuer's.",
  spoil: byHand("signature", async ({ header: { jku, x5u } }, _redemption, sound) => {
    for (const address of [jku, x5u]) if (typeof address === "string") await (await fetch(address)).text();
    return sound;
  }),
};
