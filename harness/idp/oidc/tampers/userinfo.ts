import type { Claims, Doings } from "./tamper.ts";

/** By these, an SP could take one person for another. */
const NAMING = ["preferred_username", "name", "given_name", "family_name"];

/** What is told of somebody, of another address and with other names. */
export function renamed(told: Claims): Claims {
  return Object.fromEntries(
    Object.entries(told).map(([name, value]) => {
      if (NAMING.includes(name)) return [name, `${String(value)}-other`];
      return [name, name === "email" ? `other.${String(value)}` : value];
    }),
  );
}

export const userinfo: Doings<"userinfo"> = {
  "vast-userinfo": (told) => ({ ...told, "urn:example:claim": "x".repeat(5_000_000) }),
  "wrong-userinfo-subject": (told) => ({
    ...renamed(told),
    ...("sub" in told ? { sub: `${String(told["sub"])}-other` } : {}),
  }),
};
