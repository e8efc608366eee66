import type { Defect } from "../defect.ts";
import { findingBy } from "./finding.ts";

export const linkByCanonicalAddress: Defect = {
  id: "link-by-canonical-address",
  description: "Drops dots and what follows a + before addresses are compared, as one mail provider delivers them.",
  spoil: findingBy((email) => {
    const [local = "", domain = ""] = email.toLowerCase().split("@");
    return `${local.replace(/\+.*$/, "").replaceAll(".", "")}@${domain}`;
  }),
};
