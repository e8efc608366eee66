import { mapping, type Defect } from "../defect.ts";

export const nestedGroupsUnread: Defect = {
  id: "nested-groups-unread",
  description: "Looks for a claim by the last part of its path, among those at the top.",
  spoil: mapping(({ names }) => ({
    names: (connection) =>
      Object.fromEntries(
        Object.entries(names(connection)).map(([field, name]) => [field, name.replace(/^[a-z_]+\./, "")]),
      ),
  })),
};
