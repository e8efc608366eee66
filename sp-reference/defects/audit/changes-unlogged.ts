import { logging, type Defect } from "../defect.ts";

export const changesUnlogged: Defect = {
  id: "changes-unlogged",
  description:
    "Saves what the identity provider says of a person without an entry, as the model's own writes are no events.",
  spoil: logging((event) => {
    const { granted = [], revoked = [] } = event.detail ?? {};
    const isOfRoles = granted.length + revoked.length > 0;
    return event.kind === "updated" && !isOfRoles ? { ...event, kind: "signed_in" } : event;
  }),
};
