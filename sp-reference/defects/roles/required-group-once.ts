import { deciding, type Defect } from "../defect.ts";

export const requiredGroupOnce: Defect = {
  id: "required-group-once",
  description: "Asks for the required group where an account is made, and never again.",
  spoil: deciding((sound) => ({
    gate: (situation, account) => (account === null ? sound.gate(situation, account) : null),
  })),
};
