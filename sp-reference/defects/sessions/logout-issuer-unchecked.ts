import type { Defect } from "../defect.ts";
import { logoutChecks } from "./ending.ts";

export const logoutIssuerUnchecked: Defect = {
  id: "logout-issuer-unchecked",
  description: "Does not look who says that somebody has signed out: the key was right.",
  spoil: logoutChecks({ issuer: () => null }),
};
