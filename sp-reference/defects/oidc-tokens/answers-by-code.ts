import type { OidcAssertion } from "../../mapping/assertion.ts";
import type { Defect } from "../defect.ts";

export const answersByCode: Defect = {
  id: "answers-by-code",
  description: "Keeps what a code came to by the code, so that a callback that is loaded again shows no error.",
  spoil: (workings) => {
    const kept = new Map<string, OidcAssertion>();
    return {
      ...workings,
      oidc: {
        ...workings.oidc,
        redeem: async (redemption) => {
          const code = redemption.url.searchParams.get("code") ?? "";
          const assertion = kept.get(code) ?? (await workings.oidc.redeem(redemption));
          kept.set(code, assertion);
          return assertion;
        },
      },
    };
  },
};
