import type { Defect } from "../defect.ts";

export const requestOfTheResponse: Defect = {
  id: "request-of-the-response",
  description: "Asks the Response which request it answers, and not the assertion that is signed.",
  spoil: (workings) => ({
    ...workings,
    saml: {
      ...workings.saml,
      verify: async (reception, steps = workings.saml) => {
        let answered: string | null = null;
        const wrapper: typeof steps.wrapper = (...args) => {
          const read = steps.wrapper(...args);
          answered = read.inResponseTo;
          return { ...read, inResponseTo: null };
        };
        const verified = await workings.saml.verify(reception, { ...steps, wrapper });
        return { ...verified, inResponseTo: answered ?? verified.inResponseTo };
      },
    },
  }),
};
