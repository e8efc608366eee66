import { changing } from "./changing.ts";
import { deciding, type Defect } from "../defect.ts";

export const rolesNeverRevoked: Defect = {
  id: "roles-never-revoked",
  description: "Adds the roles of the groups, and takes none away.",
  spoil: deciding((sound) => ({
    roles: changing(sound, (before, after) => [
      ...before,
      ...after.filter((grant) => !before.some(({ role }) => role === grant.role)),
    ]),
  })),
};
