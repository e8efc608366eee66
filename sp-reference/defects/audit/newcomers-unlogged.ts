import { logging, type Defect } from "../defect.ts";

export const newcomersUnlogged: Defect = {
  id: "newcomers-unlogged",
  description: "Logs what administrators do, in the routes of their API: whoever comes by signing in is in no entry.",
  spoil: logging((event) => (event.kind === "created" || event.kind === "pending" ? null : event)),
};
