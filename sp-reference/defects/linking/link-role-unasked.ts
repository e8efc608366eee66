import { deciding, type Defect } from "../defect.ts";

export const linkRoleUnasked: Defect = {
  id: "link-role-unasked",
  description: "Asks for a proof where the account has a password, and links whoever has none.",
  spoil: deciding((sound) => ({
    stepUp: (situation, account) => (account.hasPassword ? sound.stepUp(situation, account) : null),
  })),
};
