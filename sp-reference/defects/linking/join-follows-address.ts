import { deciding, type Defect } from "../defect.ts";

export const joinFollowsAddress: Defect = {
  id: "join-follows-address",
  description: "Adds the identity of whoever signs in while signed in to the account that has its address.",
  spoil: deciding((sound) => ({
    join: (situation) => {
      const joined = sound.join(situation);
      return joined === null ? null : (situation.found.byEmail[0] ?? joined);
    },
  })),
};
