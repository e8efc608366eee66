import { deciding, type Defect } from "../defect.ts";

export const linkConflictApart: Defect = {
  id: "link-conflict-apart",
  description:
    "Makes a second account for whoever matches one that is somebody else's already, whatever the policy says.",
  spoil: deciding((sound) => ({
    match: (situation) => {
      const match = sound.match(situation);
      return match.kind === "refuse" && match.reason === "link_conflict" ? { kind: "none" } : match;
    },
  })),
};
