/**
 * The names under which secrets travel, and how much of each may be kept. One table for queries, forms, JSON,
 * HTML fields and protocol messages.
 */

export const REDACTED = "[redacted]";

/** How every placeholder begins, those of known values (`[redacted 17]`) too. */
const PLACEHOLDER = "[redacted";

/** Names compare without case, `-` and `_`: `clientSecret`, `client_secret` and `Client-Secret` are one. */
const SECRET = words(`
  code id_token access_token refresh_token token id_token_hint device_code auth_req_id logout_token
  client_secret client_assertion assertion code_verifier secret api_key private_key
  password passwd pwd new_password current_password password_confirmation otp totp
  SAMLResponse SAMLart Signature wresult authorization cookie set-cookie
  csrf csrf_token xsrf_token csrfmiddlewaretoken authenticity_token __RequestVerificationToken
  session session_id jwt bearer credential credentials ticket
`);

/** Worth comparing (is it the same value as before?), not worth keeping whole. */
const SHORTENED = words("state nonce RelayState session_state");

/**
 * Names of this kit's own that sound like a secret's, with what is declared under them: a knob and its values stand in
 * the name of a check, which would be that of another one without them.
 */
const DECLARED: ReadonlyMap<string, RegExp> = new Map([["localpassword", /^(?:none|allowed)\W*$/]]);

/** `secret`: nothing may be kept. `shortened`: a prefix, so that two can be told apart. */
export function sensitivity(name: string): "secret" | "shortened" | "open" {
  const key = plain(name);
  if (SECRET.has(key) || key.endsWith("password") || key.endsWith("secret") || key.endsWith("accesstoken"))
    return "secret";
  return SHORTENED.has(key) ? "shortened" : "open";
}

/** The value as it may be written under that name. A path or a number is no secret under a shortened name. */
export function valueFor(name: string, value: string): string {
  // A known value went before: its number says which it was.
  const isOpen = value === "" || value.startsWith(PLACEHOLDER) || DECLARED.get(plain(name))?.test(value) === true;
  const level = isOpen ? "open" : sensitivity(name);
  if (level === "secret") return REDACTED;
  if (level === "open" || value.startsWith("/") || value.includes(PLACEHOLDER)) return value;
  // Six of twenty or more characters leave too much unknown to use the value, and enough to compare it.
  return value.length >= 20 ? `${value.slice(0, 6)}…${REDACTED}` : REDACTED;
}

function plain(name: string): string {
  return name.replace(/[-_\s]/g, "").toLowerCase();
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/).map(plain));
}
