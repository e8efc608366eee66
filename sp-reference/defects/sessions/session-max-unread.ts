import type { Defect } from "../defect.ts";

export const sessionMaxUnread: Defect = {
  id: "session-max-unread",
  description: "Has every session last 30 days, whatever the organization has said.",
  spoil: (workings) => ({
    ...workings,
    session: {
      ...workings.session,
      endsAt: (_max, begunAt, now) => workings.session.endsAt("30d", begunAt, now),
    },
  }),
};
