import type { Defect } from "../defect.ts";

export const linkProofSkipped: Defect = {
  id: "link-proof-skipped",
  description: "Asks for the account's password before it links, and does not compare it.",
  spoil: (workings) => ({
    ...workings,
    credentials: { ...workings.credentials, proves: () => Promise.resolve(true) },
  }),
};
