import { everybody } from "./of-whichever.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimListsEverybody: Defect = {
  id: "scim-lists-everybody",
  description: "Lists the whole table: whose a resource is was thought of where one is asked for by its id.",
  spoil: pushing(({ listed }) => ({
    listed: (parts, organization, filtered) => (filtered ? listed(parts, organization, filtered) : everybody(parts)),
  })),
};
