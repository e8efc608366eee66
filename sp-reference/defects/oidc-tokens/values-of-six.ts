import type { Defect } from "../defect.ts";

const short = (value: string) => value.slice(0, 6);

export const valuesOfSix: Defect = {
  id: "values-of-six",
  description: "Sends a state and a nonce of six characters, and no PKCE: an address must not be long.",
  spoil: (workings) => ({
    ...workings,
    oidc: {
      ...workings.oidc,
      request: ({ code_challenge: _challenge, code_challenge_method: _method, state = "", nonce = "", ...sent }) => ({
        ...sent,
        state: short(state),
        nonce: short(nonce),
      }),
      remember: ({ state, begun: { codeVerifier: _verifier, nonce = "", ...begun }, ...way }) =>
        workings.oidc.remember({ ...way, state: short(state), begun: { ...begun, nonce: short(nonce) } }),
    },
  }),
};
