import { deciding, type Defect } from "../defect.ts";

export const linkStatusUnasked: Defect = {
  id: "link-status-unasked",
  description: "Asks whether an account is active where its identity is known, and not where its address is matched.",
  spoil: deciding((sound) => ({
    match: (situation) => {
      const match = sound.match(situation);
      const [account] = situation.found.byEmail;
      const out = match.kind === "refuse" && match.reason === "link_deactivated" && account !== undefined;
      return out ? { kind: "link", account } : match;
    },
    standing: (situation, account) =>
      situation.found.byIdentity === null ? "active" : sound.standing(situation, account),
  })),
};
