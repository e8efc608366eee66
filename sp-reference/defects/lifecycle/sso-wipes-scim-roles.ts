import { deciding, type Defect } from "../defect.ts";

export const ssoWipesScimRoles: Defect = {
  id: "sso-wipes-scim-roles",
  description: "Writes the roles of the sign-in's groups over those that SCIM gave.",
  spoil: deciding(({ roles }) => ({
    roles: (situation, account) =>
      roles(
        situation,
        account === null
          ? null
          : { ...account, groupsPushed: false, grants: account.grants.filter(({ origin }) => origin !== "scim") },
      ),
  })),
};
