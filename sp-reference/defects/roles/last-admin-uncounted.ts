import { deciding, type Defect } from "../defect.ts";

export const lastAdminUncounted: Defect = {
  id: "last-admin-uncounted",
  description: "Mirrors the groups without a look at who else administers the organization.",
  spoil: deciding(() => ({ lastAdmin: (_situation, _account, grants) => grants })),
};
