import { logging, type Defect } from "../defect.ts";

export const deactivationUnlogged: Defect = {
  id: "deactivation-unlogged",
  description: "Sets the status in a statement of its own, beside the log.",
  spoil: logging((event) => (event.kind === "deactivated" ? null : event)),
};
