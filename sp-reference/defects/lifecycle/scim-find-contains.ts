import { asked, nameOf } from "./asked.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimFindContains: Defect = {
  id: "scim-find-contains",
  description:
    "Searches for a userName as the search box of the people page does: for whoever has it somewhere in theirs.",
  spoil: pushing(({ matching }) => ({
    matching: (filter, all) => {
      const name = asked(filter);
      return name === null ? matching(filter, all) : all.filter((user) => nameOf(user).includes(name));
    },
  })),
};
