import { deciding, type Defect } from "../defect.ts";

export const deactivatedSignsIn: Defect = {
  id: "deactivated-signs-in",
  description: "Signs in whoever is found, and does not look at the account's status.",
  spoil: deciding(() => ({ standing: () => "active" })),
};
