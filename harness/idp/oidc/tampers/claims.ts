import type { Doings } from "./tamper.ts";

export const claims: Doings<"claims"> = {
  "wrong-audience": (told, { parameters }) => ({ ...told, aud: parameters["audience"] }),
  "longer-audience": (told) => ({ ...told, aud: `${String([told["aud"]].flat()[0])}-other` }),
  "missing-audience": ({ aud: _aud, ...rest }) => rest,
  "other-audiences": (told) => ({ ...told, aud: ["another-client", "a-third-client"] }),
  "no-audiences": (told) => ({ ...told, aud: [] }),
  "audience-list": (told) => ({ ...told, aud: [told["aud"]].flat() }),
  "wrong-issuer": (told, { parameters }) => ({ ...told, iss: parameters["issuer"] }),
  "longer-issuer": (told) => ({ ...told, iss: `${String(told["iss"])}-other` }),
  "missing-issuer": ({ iss: _iss, ...rest }) => rest,
  "refreshed-subject": (told, { parameters: { subject } }) => ({ ...told, sub: subject }),
  "refreshed-issuer": (told, { parameters: { issuer, name } }) => ({ ...told, ...called(name), iss: issuer }),
  "refreshed-audience": (told, { parameters: { audience, name } }) => ({ ...told, ...called(name), aud: audience }),
  // `iat` stays: what is wrong is one claim.
  expired: (told, { parameters }) => ({ ...told, exp: Math.floor(Date.now() / 1000) - Number(parameters["ago"]) }),
  "missing-expiry": ({ exp: _exp, ...rest }) => rest,
  "missing-issued-at": ({ iat: _iat, ...rest }) => rest,
  "non-number-expiry": (told, { parameters }) => ({ ...told, exp: parameters["value"] }),
  "other-authorized-party": (told, { parameters }) => ({ ...told, azp: parameters["party"] }),
  "issued-to-another": (told, { parameters: { party } }) => ({
    ...told,
    aud: [party, ...[told["aud"]].flat()],
    azp: party,
  }),
  "clock-ahead": (told, { parameters }) => ({
    ...told,
    nbf: Math.floor(Date.now() / 1000) + Number(parameters["by"]),
  }),
  "not-yet-valid": (told, { parameters }) => ({
    ...told,
    nbf: Math.floor(Date.now() / 1000) + Number(parameters["in"]),
  }),
  "unknown-claims": (told) => ({ ...told, "urn:example:claim": { of: { nobody: ["x".repeat(4_096)] } } }),
  "fractional-times": (told) => ({ ...told, iat: Number(told["iat"]) + 0.25, exp: Number(told["exp"]) + 0.25 }),
  // Of the length that half a SHA-256 has (OpenID Connect Core 3.1.3.6).
  "wrong-access-token-hash": (told) => ({ ...told, at_hash: "x".repeat(22) }),
  "wrong-nonce": (told) => ({ ...told, nonce: `${String(told["nonce"])}-other` }),
  "missing-nonce": ({ nonce: _nonce, ...rest }) => rest,
};

/** UserInfo says it as before: what is seen of it was read out of the token. */
function called(name: unknown) {
  const [given = "", ...family] = String(name).split(" ");
  return { name, given_name: given, family_name: family.join(" ") };
}
