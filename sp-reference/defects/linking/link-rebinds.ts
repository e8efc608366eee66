import { deciding, type Defect } from "../defect.ts";

export const linkRebinds: Defect = {
  id: "link-rebinds",
  description: "Links by a verified address, and does not look whether the account has an identity already.",
  spoil: deciding((sound) => ({
    match: (situation) => {
      const match = sound.match(situation);
      const [account] = situation.found.byEmail;
      const bound = match.kind === "refuse" && match.reason === "link_conflict" && account !== undefined;
      return bound ? { kind: "link", account } : match;
    },
  })),
};
