import type { Defect } from "../defect.ts";

export const refreshRefusedGoesOn: Defect = {
  id: "refresh-refused-goes-on",
  description: "Says that the identity provider gave no new tokens, and leaves the session to go on without them.",
  spoil: (workings) => ({ ...workings, session: { ...workings.session, withdrawn: async () => {} } }),
};
