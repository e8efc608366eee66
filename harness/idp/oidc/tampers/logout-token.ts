import type { Claims, Doings, LogoutParts } from "./tamper.ts";

export const logoutToken: Doings<"logout-token"> = {
  "logout-wrong-issuer": (told, { parameters }) => telling(told, { iss: parameters["issuer"] }),
  "logout-wrong-audience": (told, { parameters }) => telling(told, { aud: parameters["audience"] }),
  "logout-expired": (told, { parameters }) => {
    const exp = Math.floor(Date.now() / 1000) - Number(parameters["ago"]);
    return telling(told, { iat: exp - 120, exp });
  },
  "logout-missing-events": (told) => {
    const { events: _events, ...claims } = told.claims;
    return { ...told, claims };
  },
  "logout-other-event": (told) => telling(told, { events: { "https://schemas.example.test/event/nothing": {} } }),
  "logout-with-nonce": (told) => telling(told, { nonce: "n-0S6_WzA2Mj" }),
  "logout-foreign-key": (told) => ({ ...told, by: "stranger" }),
  // The kid stays: what is wrong is where the key is said to be.
  "logout-addressed-key": ({ header, ...told }, { elsewhere }) => ({
    ...told,
    header: { ...header, jku: elsewhere("keys.json") },
    by: "stranger",
  }),
  "logout-alg-none": ({ header: { kid: _kid, ...header }, claims }) => ({
    header: { ...header, alg: "none" },
    claims,
    by: "nobody",
  }),
};

function telling(told: LogoutParts, claims: Claims): LogoutParts {
  return { ...told, claims: { ...told.claims, ...claims } };
}
