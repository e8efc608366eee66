import { both, deciding, withoutUniqueIdentities, type Defect } from "../defect.ts";

export const keyByEmail: Defect = {
  id: "key-by-email",
  description: "Looks the account up by its email; (issuer, subject) is stored and never read.",
  spoil: both(
    withoutUniqueIdentities,
    deciding((sound) => ({
      recognize: (situation) =>
        situation.claims.email === null ? sound.recognize(situation) : (situation.found.byEmail[0] ?? null),
    })),
  ),
};
