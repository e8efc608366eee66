import { everybody } from "./of-whichever.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimFindsAnybody: Defect = {
  id: "scim-finds-anybody",
  description: "Searches by a filter in the whole table, and keeps to the organization in the list alone.",
  spoil: pushing(({ listed }) => ({
    listed: (parts, organization, filtered) => (filtered ? everybody(parts) : listed(parts, organization, filtered)),
  })),
};
