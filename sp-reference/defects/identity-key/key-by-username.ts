import { both, deciding, withoutUniqueIdentities, type Defect } from "../defect.ts";

export const keyByUsername: Defect = {
  id: "key-by-username",
  description: "Looks the account up by its username; (issuer, subject) is stored and never read.",
  spoil: both(
    withoutUniqueIdentities,
    deciding((sound) => ({
      recognize: (situation) =>
        situation.claims.profile.username === null
          ? sound.recognize(situation)
          : (situation.found.byUsername[0] ?? null),
    })),
  ),
};
