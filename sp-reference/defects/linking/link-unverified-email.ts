import { deciding, type Defect } from "../defect.ts";

export const linkUnverifiedEmail: Defect = {
  id: "link-unverified-email",
  description: "Links to whatever account has the address, without asking whether the address is verified.",
  spoil: deciding((sound) => ({
    match: (situation) => {
      const [account] = situation.found.byEmail;
      return account === undefined ? sound.match(situation) : { kind: "link", account };
    },
  })),
};
