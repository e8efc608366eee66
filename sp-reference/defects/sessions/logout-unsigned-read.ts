import type { Defect } from "../defect.ts";
import { logoutChecks } from "./ending.ts";

export const logoutUnsignedRead: Defect = {
  id: "logout-unsigned-read",
  description: "Verifies no LogoutRequest: it comes through the person's own browser.",
  spoil: logoutChecks({ signed: () => Promise.resolve(null) }),
};
