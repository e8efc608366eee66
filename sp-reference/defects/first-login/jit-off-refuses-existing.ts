import { deciding, type Defect } from "../defect.ts";

export const jitOffRefusesExisting: Defect = {
  id: "jit-off-refuses-existing",
  description: "Tests jit: off before it looks for an account, so nobody can link any more.",
  spoil: deciding((sound) => ({
    match: (situation) =>
      (situation.connection.policy.jit === "off" ? sound.admit(situation) : null) ?? sound.match(situation),
  })),
};
