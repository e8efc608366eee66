import { Directory } from "../../scim/directory.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimUsernameNotUnique: Defect = {
  id: "scim-username-not-unique",
  description: "Nothing keeps a userName to one resource: a push that is sent again makes another.",
  spoil: pushing(() => ({
    create: ({ db, store }, organization, user) => {
      const id = store.insert({
        email: user.email ?? null,
        emailVerified: false,
        profile: {
          given_name: user.given_name,
          family_name: user.family_name,
          name: user.name,
          username: user.userName,
        },
        attributes: {},
        status: "active",
      });
      store.join(id, organization, user.email ?? null);
      new Directory(db, organization.name).put(id, user.externalId ?? null, user.userName);
      return id;
    },
  })),
};
