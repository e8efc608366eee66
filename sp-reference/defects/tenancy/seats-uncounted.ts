import { deciding, type Defect } from "../defect.ts";

export const seatsUncounted: Defect = {
  id: "seats-uncounted",
  description: "Counts the seats where an administrator adds somebody, and not where a sign-in does.",
  spoil: deciding(() => ({ seat: () => null })),
};
