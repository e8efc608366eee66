import { ofWhichever } from "./of-whichever.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimShowsAnyone: Defect = {
  id: "scim-shows-anyone",
  description:
    "Shows whoever has an id, whichever organization pushed them: the token was asked for, and whose it is was not.",
  spoil: pushing(({ find }) => ({
    find: (parts, organization, id, to) => (to === "show" ? ofWhichever(parts, id) : find(parts, organization, id, to)),
  })),
};
