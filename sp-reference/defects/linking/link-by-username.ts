import { deciding, type Defect } from "../defect.ts";

export const linkByUsername: Defect = {
  id: "link-by-username",
  description: "Links to the account with the same username.",
  spoil: deciding((sound) => ({
    match: (situation) => {
      const [account] = situation.found.byUsername;
      return account === undefined ? sound.match(situation) : { kind: "link", account };
    },
  })),
};
