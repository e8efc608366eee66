import { logging, type Defect } from "../defect.ts";

export const refusalsUnlogged: Defect = {
  id: "refusals-unlogged",
  description: "Logs whoever was let in: who was turned away got a page, and left no trace.",
  spoil: logging((event) => (event.kind === "refused" ? null : event)),
};
