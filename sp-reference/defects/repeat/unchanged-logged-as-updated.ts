import { logging, type Defect } from "../defect.ts";

export const unchangedLoggedAsUpdated: Defect = {
  id: "unchanged-logged-as-updated",
  description: "Logs an update whenever it saves, and saves at each sign-in.",
  spoil: logging((event) => (event.kind === "signed_in" ? { ...event, kind: "updated" } : event)),
};
