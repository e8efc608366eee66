import type { Defect } from "../defect.ts";

export const ssoEnforcedByThePage: Defect = {
  id: "sso-enforced-by-the-page",
  description: "Shows no password form where single sign-on is enforced, and takes what is posted to it.",
  spoil: (workings) => ({ ...workings, credentials: { ...workings.credentials, admitted: () => true } }),
};
