import type { Defect } from "../defect.ts";

export const resetOutlivesAddress: Defect = {
  id: "reset-outlives-address",
  description: "Takes a link to a new password for the account's that it was sent to, whatever its address is now.",
  spoil: (workings) => ({ ...workings, reset: { ...workings.reset, counts: () => true } }),
};
