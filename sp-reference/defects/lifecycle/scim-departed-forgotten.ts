import { pushing, type Defect } from "../defect.ts";

export const scimDepartedForgotten: Defect = {
  id: "scim-departed-forgotten",
  description: "Deletes the account, and remembers nothing of whom the directory has removed.",
  spoil: pushing(() => ({ remove: ({ store }, _organization, row) => void store.remove(row.account_id) })),
};
