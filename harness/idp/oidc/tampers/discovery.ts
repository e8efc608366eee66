import type { Doings } from "./tamper.ts";

export const discovery: Doings<"discovery"> = {
  // Each names its issuer under a name of its own (Discovery 3, RFC 9207, OpenID Connect Core 2).
  "misnamed-issuer": (told, { parameters: { issuer } }) => ({
    ...told,
    ...("issuer" in told ? { issuer } : "iss" in told ? { iss: issuer } : {}),
  }),
};
