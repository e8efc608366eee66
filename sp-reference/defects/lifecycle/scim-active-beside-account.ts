import { pushing, type Defect } from "../defect.ts";

export const scimActiveBesideAccount: Defect = {
  id: "scim-active-beside-account",
  description: "What a push says of `active` is stored, and no door asks for it.",
  spoil: pushing(() => ({ setActive: () => {} })),
};
