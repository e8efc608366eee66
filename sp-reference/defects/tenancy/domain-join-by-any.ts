import { deciding, type Defect } from "../defect.ts";

export const domainJoinByAny: Defect = {
  id: "domain-join-by-any",
  description: "Joins who is known to another organization by any verified address, whoever has verified its domain.",
  spoil: deciding((sound) => ({
    match: (situation) => {
      const match = sound.match(situation);
      const [account, ...others] = situation.found.elsewhere.filter(({ identities }) => identities.length === 0);
      if (match.kind !== "none" || account === undefined || others.length > 0) return match;
      return situation.emailIsVerified ? { kind: "link", account } : match;
    },
  })),
};
