import { both, deciding, withoutUniqueIdentities, type Defect } from "../defect.ts";

export const createsEachTime: Defect = {
  id: "creates-each-time",
  description: "Inserts a new account at every sign-in.",
  spoil: both(
    withoutUniqueIdentities,
    deciding(() => ({ recognize: () => null, match: () => ({ kind: "none" }) })),
  ),
};
