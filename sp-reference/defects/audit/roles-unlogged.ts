import { logging, type Defect } from "../defect.ts";

export const rolesUnlogged: Defect = {
  id: "roles-unlogged",
  description:
    "Logs the roles that an administrator gives; those that come and go with groups are set without an entry.",
  spoil: logging((event) => {
    const { granted = [], revoked = [], ...detail } = event.detail ?? {};
    if (event.kind !== "updated" || granted.length + revoked.length === 0) return event;
    return { ...event, kind: "signed_in", detail };
  }),
};
