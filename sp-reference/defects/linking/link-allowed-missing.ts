import { deciding, type Defect } from "../defect.ts";

export const linkAllowedMissing: Defect = {
  id: "link-allowed-missing",
  description: "Never looks for an account that is there already, and makes a second one.",
  spoil: deciding(() => ({ match: () => ({ kind: "none" }) })),
};
