import { Directory } from "../../scim/directory.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimAdoptsAnywhere: Defect = {
  id: "scim-adopts-anywhere",
  description: "Looks for who is pushed among all accounts, whichever organization they are of.",
  spoil: pushing(({ create }) => ({
    create: (parts, organization, user) => {
      const { db, store } = parts;
      const found = db
        .prepare<[string], { id: string }>("SELECT id FROM accounts WHERE lower(email) = lower(?)")
        .get(user.email ?? "");
      if (found === undefined) return create(parts, organization, user);
      store.join(found.id, organization, user.email ?? null);
      new Directory(db, organization.name).put(found.id, user.externalId ?? null, user.userName);
      return found.id;
    },
  })),
};
