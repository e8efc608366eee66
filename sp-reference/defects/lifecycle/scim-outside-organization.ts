import { pushing, type Defect } from "../defect.ts";

export const scimOutsideOrganization: Defect = {
  id: "scim-outside-organization",
  description: "A push writes a user of the directory's, and no sign-in looks among those.",
  spoil: pushing(({ create }) => ({
    create: async (parts, organization, user) => {
      const id = await create(parts, organization, { ...user, externalId: null });
      parts.db.prepare("DELETE FROM memberships WHERE account_id = ?").run(id);
      return id;
    },
  })),
};
