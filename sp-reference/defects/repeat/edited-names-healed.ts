import { deciding, type Defect } from "../defect.ts";

export const editedNamesHealed: Defect = {
  id: "edited-names-healed",
  description:
    "Takes a name that is not the IdP's for one that was stored wrong, and writes it anew, under first_login too.",
  spoil: deciding((sound) => ({
    profile: (situation, account, first) => {
      const { given_name: told } = situation.claims.profile;
      const isOther = told !== null && told !== account.profile.given_name;
      return sound.profile(situation, account, first || isOther);
    },
  })),
};
