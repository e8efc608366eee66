import { deciding, type Defect } from "../defect.ts";

export const domainJoinIgnored: Defect = {
  id: "domain-join-ignored",
  description: "Looks for the address in the connection's own organization only, whatever domain_join says.",
  spoil: deciding((sound) => ({
    match: (situation) => sound.match({ ...situation, found: { ...situation.found, elsewhere: [] } }),
  })),
};
