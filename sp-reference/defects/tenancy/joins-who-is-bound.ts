import { deciding, type Defect } from "../defect.ts";

export const joinsWhoIsBound: Defect = {
  id: "joins-who-is-bound",
  description: "Takes over an account of another organization by its address, whose IdP opens it all the same.",
  spoil: deciding((sound) => ({
    match: (situation) => {
      const found = sound.match(situation);
      const [account, ...others] = situation.found.elsewhere;
      if (found.kind !== "none" || account === undefined || others.length > 0) return found;
      return situation.emailIsVerified ? { kind: "link", account } : found;
    },
  })),
};
