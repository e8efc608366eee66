import { deciding, type Defect } from "../defect.ts";

export const groupsAskedOfEverybody: Defect = {
  id: "groups-asked-of-everybody",
  description: "Turns whoever is in no group away, also where no group is required.",
  spoil: deciding((sound) => ({
    gate: (situation, account) =>
      (situation.claims.groups ?? []).length > 0
        ? sound.gate(situation, account)
        : {
            kind: "refuse",
            reason: "group_required",
            message: "The identity provider does not say that you are in a group.",
            attribute: "groups",
          },
  })),
};
