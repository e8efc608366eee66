import { deciding, type Defect } from "../defect.ts";

export const customAttributesAtFirst: Defect = {
  id: "custom-attributes-at-first",
  description: "Brings the names up to date at each sign-in, and what else a connection maps at the first one alone.",
  spoil: deciding((sound) => ({
    profile: (situation, account, first) => {
      const found = sound.profile(situation, account, first);
      return first ? found : { ...found, attributes: account.attributes };
    },
  })),
};
