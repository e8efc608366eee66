import { ofWhichever } from "./of-whichever.ts";
import { pushing, type Defect } from "../defect.ts";

export const scimChangesAnyone: Defect = {
  id: "scim-changes-anyone",
  description:
    "Changes and deletes whoever has an id, whichever organization pushed them: only what is shown is asked of the token's own.",
  spoil: pushing(({ find }) => ({
    find: (parts, organization, id, to) =>
      to === "change" ? ofWhichever(parts, id) : find(parts, organization, id, to),
  })),
};
