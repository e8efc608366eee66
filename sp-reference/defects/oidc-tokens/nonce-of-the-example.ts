import type { Defect } from "../defect.ts";

const NONCE = "n-0S6_WzA2Mj";

export const nonceOfTheExample: Defect = {
  id: "nonce-of-the-example",
  description: "Sends the nonce of the specification's example with every request, and compares it; no PKCE.",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      request: ({ code_challenge: _challenge, code_challenge_method: _method, ...sent }) => ({ ...sent, nonce: NONCE }),
      remember: ({ begun: { codeVerifier: _verifier, ...begun }, ...way }) =>
        workings.oidc.remember({ ...way, begun: { ...begun, nonce: NONCE } }),
    },
  }),
};
