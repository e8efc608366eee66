import { pushing, type Defect } from "../defect.ts";

export const scimAlwaysInserts: Defect = {
  id: "scim-always-inserts",
  description: "Every push of a new resource makes an account, whoever is there.",
  spoil: pushing(() => ({ existing: () => null })),
};
