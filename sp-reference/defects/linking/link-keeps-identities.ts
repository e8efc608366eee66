import { deciding, type Defect } from "../defect.ts";

export const linkKeepsIdentities: Defect = {
  id: "link-keeps-identities",
  description:
    "Links whoever proves the address to an account that had not proven it, and leaves its other identities.",
  spoil: deciding((sound) => ({
    match: (situation) => {
      const match = sound.match(situation);
      const [account] = situation.found.byEmail;
      const claimed = match.kind === "refuse" && match.reason === "link_conflict" && account?.emailVerified === false;
      return claimed ? { kind: "link", account } : match;
    },
  })),
};
