import type { Situation } from "../../decision/model.ts";
import { deciding, type Defect } from "../defect.ts";

export const rolesOfAllGroups: Defect = {
  id: "roles-of-all-groups",
  description: "Gives the roles of all groups, though the organization has said that one of them counts.",
  spoil: deciding((sound) => ({ roles: (situation, account) => sound.roles(united(situation), account) })),
};

function united(situation: Situation): Situation {
  const { connection } = situation;
  return { ...situation, connection: { ...connection, policy: { ...connection.policy, role_conflict: "union" } } };
}
