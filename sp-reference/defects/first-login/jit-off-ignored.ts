import { deciding, type Defect } from "../defect.ts";

export const jitOffIgnored: Defect = {
  id: "jit-off-ignored",
  description: "Creates accounts although just-in-time provisioning is switched off.",
  spoil: deciding(() => ({ admit: () => null })),
};
