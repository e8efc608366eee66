import type { Defect } from "../defect.ts";
import { linkingIn } from "./linking-in.ts";

export const linkDomainByEnding: Defect = {
  id: "link-domain-by-ending",
  description: "Links addresses that end with a verified domain: evilacme.test for acme.test.",
  spoil: linkingIn((domain, verified) => domain.endsWith(verified)),
};
