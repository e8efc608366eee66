import type { Defect } from "../defect.ts";
import { logoutChecks } from "./ending.ts";

export const logoutDestinationUnchecked: Defect = {
  id: "logout-destination-unchecked",
  description: "Takes a LogoutRequest that was made out for another service provider of the same identity provider.",
  spoil: logoutChecks({ destination: () => null }),
};
