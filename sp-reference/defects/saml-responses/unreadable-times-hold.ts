import { both, type Defect } from "../defect.ts";
import { byHand } from "./by-hand.ts";

export const unreadableTimesHold: Defect = {
  id: "unreadable-times-hold",
  description: "Refuses where NotOnOrAfter is past: what is no time compares as neither past nor ahead.",
  // node-saml would refuse what it can not read.
  spoil: both(byHand({}), (workings) => {
    const { reads, verify } = workings.saml;
    const isUnreadable = (text: string | null | undefined) => Number.isNaN(Date.parse(text ?? "1970-01-01"));
    return {
      ...workings,
      saml: {
        ...workings.saml,
        reads: {
          ...reads,
          expiry: (data, against) =>
            isUnreadable(data?.getAttribute("NotOnOrAfter")) ? null : reads.expiry(data, against),
        },
        // What expires at no time is remembered for ever.
        verify: async (reception, steps) => {
          const verified = await verify(reception, steps);
          return Number.isNaN(verified.expiresAt) ? { ...verified, expiresAt: Number.MAX_SAFE_INTEGER } : verified;
        },
      },
    };
  }),
};
