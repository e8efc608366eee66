import { deciding, type Defect } from "../defect.ts";

export const usernameCollisionUnread: Defect = {
  id: "username-collision-unread",
  description: "Stores a username as it comes, and looks at nobody else's.",
  spoil: deciding(() => ({ username: (situation) => situation })),
};
