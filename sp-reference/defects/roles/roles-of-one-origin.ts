import type { Grant } from "../../decision/model.ts";
import { deciding, type Defect } from "../defect.ts";

export const rolesOfOneOrigin: Defect = {
  id: "roles-of-one-origin",
  description: "Keeps one origin for each role, the first: what is given by hand again is the group's all the same.",
  spoil: deciding((sound) => ({
    roles: (situation, account) =>
      sound.roles(situation, account === null ? null : { ...account, grants: ofOneOrigin(account.grants) }),
  })),
};

/** What a table keeps whose key is (account, role), where giving a role again changes nothing. */
function ofOneOrigin(grants: readonly Grant[]): readonly Grant[] {
  return grants.filter(
    ({ role, origin }) => origin !== "manual" || !grants.some((grant) => grant.role === role && grant.origin === "idp"),
  );
}
