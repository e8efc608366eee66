import { Store } from "../../accounts/store.ts";
import type { Defect } from "../defect.ts";

const COLUMN = 255;

export const accountKeptWithoutRoles: Defect = {
  id: "account-kept-without-roles",
  description:
    "Writes the account first and its groups after that, without a transaction, into a column of 255 characters.",
  spoil: (workings) => ({
    ...workings,
    provisioning: {
      ...workings.provisioning,
      transact: (_db, look, act) => act(look()),
      apply: (parts, connection, claims, decision) => {
        const store = new Store(parts.db);
        store.setGrants = (...grants) => {
          if (claims.groups?.some((group) => group.length > COLUMN) === true)
            throw new Error("value too long for type");
          parts.store.setGrants(...grants);
        };
        return workings.provisioning.apply({ ...parts, store }, connection, claims, decision);
      },
    },
  }),
};
