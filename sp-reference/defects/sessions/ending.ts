import type { Workings } from "../../workings.ts";
import type { Defect } from "../defect.ts";

/** Reads logout tokens otherwise. */
export function endingBy(ended: Workings["oidc"]["ended"]): Defect["spoil"] {
  return (workings) => ({ ...workings, oidc: { ...workings.oidc, ended } });
}

/** Checks LogoutRequests otherwise. */
export function logoutChecks(change: Partial<Workings["saml"]["logout"]>): Defect["spoil"] {
  return (workings) => ({
    ...workings,
    saml: { ...workings.saml, logout: { ...workings.saml.logout, ...change } },
  });
}
