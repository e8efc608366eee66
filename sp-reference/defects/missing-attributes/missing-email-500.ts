import { mapping, type Defect } from "../defect.ts";

export const missingEmail500: Defect = {
  id: "missing-email-500",
  description: "Calls claims.email.toLowerCase() without looking whether there is an email.",
  spoil: mapping((sound) => ({ email: (raw) => sound.email((Array.isArray(raw) ? raw[0] : raw).toLowerCase()) })),
};
