import { mapping, type Defect } from "../defect.ts";

export const emailVerifiedTruthy: Defect = {
  id: "email-verified-truthy",
  description: 'Tests if (claims.email_verified), which the string "false" passes.',
  spoil: mapping(() => ({ emailVerified: (raw) => (raw === undefined || raw === null ? null : Boolean(raw)) })),
};
