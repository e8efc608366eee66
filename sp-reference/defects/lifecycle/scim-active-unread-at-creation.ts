import { pushing, type Defect } from "../defect.ts";

export const scimActiveUnreadAtCreation: Defect = {
  id: "scim-active-unread-at-creation",
  description: "Makes whoever is pushed active: that somebody is pushed who is not was not thought of.",
  spoil: pushing(({ create }) => ({
    create: (parts, organization, user) => create(parts, organization, { ...user, active: true }),
  })),
};
