import { deciding, type Defect } from "../defect.ts";

export const ssoRestoresScimRoles: Defect = {
  id: "sso-restores-scim-roles",
  description: "Keeps what SCIM gave, and does not know what it has taken.",
  spoil: deciding(({ roles }) => ({
    roles: (situation, account) => {
      if (account === null) return roles(situation, account);
      const pushed = account.grants.filter(({ origin }) => origin === "scim");
      const now = roles(situation, { ...account, groupsPushed: false });
      return "kind" in now ? now : [...now.filter(({ origin }) => origin !== "scim"), ...pushed];
    },
  })),
};
