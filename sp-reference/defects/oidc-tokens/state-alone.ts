import type { Defect } from "../defect.ts";

export const stateAlone: Defect = {
  id: "state-alone",
  description: "Sends a state and nothing else, as the first tutorials of OAuth have it: neither PKCE nor a nonce.",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      request: ({ nonce: _nonce, code_challenge: _challenge, code_challenge_method: _method, ...sent }) => sent,
      remember: ({ begun: { nonce: _nonce, codeVerifier: _verifier, ...begun }, ...way }) =>
        workings.oidc.remember({ ...way, begun }),
    },
  }),
};
