import { deciding, type Defect } from "../defect.ts";

export const groupAskedOfNewcomers: Defect = {
  id: "group-asked-of-newcomers",
  description: "Asks for a group that has a role where the account is made, and lets who is known in without one.",
  spoil: deciding((sound) => ({
    roles: (situation, account) => {
      const grants = sound.roles(situation, account);
      if (account === null || !("kind" in grants)) return grants;
      return account.grants.filter(({ origin }) => origin !== "idp");
    },
  })),
};
