import type { Doings } from "./tamper.ts";

/** By these, an SP could take one person for another. */
const NAMING = ["preferred_username", "name", "given_name", "family_name"];

export const userinfo: Doings<"userinfo"> = {
  "vast-userinfo": (told) => ({ ...told, "urn:example:claim": "x".repeat(5_000_000) }),
  "wrong-userinfo-subject": (told) =>
    Object.fromEntries(
      Object.entries(told).map(([name, value]) => {
        if (name === "sub" || NAMING.includes(name)) return [name, `${String(value)}-other`];
        return [name, name === "email" ? `other.${String(value)}` : value];
      }),
    ),
};
