/** The claims of OpenID Connect by their names on the wire: which no person may have, and what a name with dots means. */

/** What an ID token says about itself; no person's claim may stand in their place. */
export const TOKEN_CLAIMS: readonly string[] = [
  "iss",
  "aud",
  "exp",
  "iat",
  "nbf",
  "nonce",
  "azp",
  "at_hash",
  "c_hash",
  "s_hash",
  "auth_time",
  "sid",
];

/**
 * Where a claim stands in a message: `realm_access.roles` is `roles` within `realm_access`. A name with `:` or `/` in it
 * is a namespace's and one word, dots and all; `\.` is a dot that is meant as one.
 */
export function claimPath(name: string): readonly string[] {
  if (/[:/]/.test(name)) return [name];
  const parts = name.split(/(?<!\\)\./);
  return parts.includes("") ? [name] : parts.map((part) => part.replaceAll("\\.", "."));
}

/** Why no claim of a person may have this name, and the cure; null where it may. */
export function claimNameProblem(name: string): { readonly message: string; readonly hint: string } | null {
  const [head = ""] = claimPath(name);
  if (TOKEN_CLAIMS.includes(head)) {
    return {
      message: `\`${head}\` is what an ID token says about itself: no claim of a person stands there`,
      hint: "Take another name. What an ID token shall say wrong of itself is a tamper.",
    };
  }
  if (head === "sub") {
    return {
      message: "`sub` is who the person is, and nothing else stands there",
      hint: "A person's `subject` is sent as `sub`; give that the value, and this claim another name.",
    };
  }
  if (!/[:/]/.test(name) && name.split(/(?<!\\)\./).includes("")) {
    return {
      message: "a claim's name has an empty part",
      hint: "A dot leads into a claim, as in `realm_access.roles`; one that is meant as a dot is written `\\.`.",
    };
  }
  return null;
}
