import type { Defect } from "../defect.ts";
import { linkingIn } from "./linking-in.ts";

export const linkAnyDomain: Defect = {
  id: "link-any-domain",
  description: "Links by a verified address, whatever its domain: the IdP has said that it is verified.",
  spoil: linkingIn(() => true),
};
