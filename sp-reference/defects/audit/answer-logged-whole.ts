import type { Defect } from "../defect.ts";

export const answerLoggedWhole: Defect = {
  id: "answer-logged-whole",
  description: "Logs what the identity provider answered as it came, tokens and all, so that support can look at it.",
  spoil: (workings) => {
    const answers = new Map<string, string>();
    return {
      ...workings,
      oidc: {
        ...workings.oidc,
        redeem: async (redemption) => {
          const assertion = await workings.oidc.redeem(redemption);
          answers.set(redemption.connection.name, assertion.accessToken ?? "");
          return assertion;
        },
      },
      saml: {
        ...workings.saml,
        verify: (reception, steps) => {
          answers.set(reception.connection.name, Buffer.from(reception.encoded, "base64").toString());
          return workings.saml.verify(reception, steps);
        },
      },
      audit: {
        entry: (event) => {
          const answer = answers.get(event.connection ?? "");
          return answer === undefined ? event : { ...event, detail: { ...event.detail, message: answer } };
        },
      },
    };
  },
};
