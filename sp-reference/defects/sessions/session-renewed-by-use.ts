import type { Defect } from "../defect.ts";

export const sessionRenewedByUse: Defect = {
  id: "session-renewed-by-use",
  description: "Counts how long a session lasts from its last use: rolling: true, and no end beside it.",
  spoil: (workings) => ({
    ...workings,
    session: { ...workings.session, endsAt: (max, _begunAt, now) => workings.session.endsAt(max, now, now) },
  }),
};
