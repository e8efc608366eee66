import { algNoneVerifies } from "./alg-none-verifies.ts";
import { idTokenAudienceUnchecked } from "./id-token-audience-unchecked.ts";
import { idTokenDecoded } from "./id-token-decoded.ts";
import { idTokenExpiryUnchecked } from "./id-token-expiry-unchecked.ts";
import { idTokenExtensionsUnchecked } from "./id-token-extensions-unchecked.ts";
import { idTokenIssuerUnchecked } from "./id-token-issuer-unchecked.ts";
import { nonceIfThere } from "./nonce-if-there.ts";
import { nonceUnchecked } from "./nonce-unchecked.ts";
import { responseIssuerDropped } from "./response-issuer-dropped.ts";
import { stateUnchecked } from "./state-unchecked.ts";
import { userinfoInsteadOfIdToken } from "./userinfo-instead-of-id-token.ts";
import { userinfoSubjectUnchecked } from "./userinfo-subject-unchecked.ts";

export const oidcTokens = [
  algNoneVerifies,
  idTokenAudienceUnchecked,
  idTokenDecoded,
  idTokenExpiryUnchecked,
  idTokenExtensionsUnchecked,
  idTokenIssuerUnchecked,
  nonceIfThere,
  nonceUnchecked,
  responseIssuerDropped,
  stateUnchecked,
  userinfoInsteadOfIdToken,
  userinfoSubjectUnchecked,
];
