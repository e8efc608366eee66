import { changing } from "./changing.ts";
import { deciding, type Defect } from "../defect.ts";

export const rolesWipedOnSignIn: Defect = {
  id: "roles-wiped-on-sign-in",
  description: "Replaces all roles by those of the groups: the ones given by hand are gone.",
  spoil: deciding((sound) => ({
    roles: changing(sound, (_before, after) => after.filter(({ origin }) => origin !== "manual")),
  })),
};
