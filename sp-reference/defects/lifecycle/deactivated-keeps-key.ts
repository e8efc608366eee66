import type { Defect } from "../defect.ts";

export const deactivatedKeepsKey: Defect = {
  id: "deactivated-keeps-key",
  description: "Looks up whose an API key is, and leaves it to sign-ins and sessions to ask for the account's status.",
  spoil: (workings) => ({ ...workings, session: { ...workings.session, opens: () => true } }),
};
