import { deciding, type Defect } from "../defect.ts";

export const jitOffRefusesKnown: Defect = {
  id: "jit-off-refuses-known",
  description: "Turns everybody away under jit: off, before it looks whether they have an account.",
  spoil: deciding((sound) => ({
    recognize: (situation) => (situation.connection.policy.jit === "off" ? null : sound.recognize(situation)),
    match: (situation) =>
      (situation.connection.policy.jit === "off" ? sound.admit(situation) : null) ?? sound.match(situation),
  })),
};
