/** Why Chromium kept a cookie back or refused it, in the words that the http agent uses. */

const REASONS: { readonly [reason: string]: string } = {
  SecureOnly: "Secure, and this is no secure connection",
  SameSiteNoneInsecure: "SameSite=None without Secure",
  SyntaxError: "it can not be read",
  OverwriteSecure: "a Secure cookie of that name is there",
  InvalidDomain: "its Domain does not fit",
  InvalidPrefix: "its name begins with a prefix whose conditions it does not meet",
  NameValuePairExceedsMaxSize: "it is over 4,096 bytes",
};

/** Cookies of other paths and hosts are nobody's business here. */
const SILENT = new Set(["NotOnPath", "DomainMismatch"]);

export function keptBack(
  cookies: readonly { readonly cookie: { readonly name: string }; readonly blockedReasons: readonly string[] }[],
  method: string,
  from: string,
): readonly string[] {
  return cookies.flatMap(({ cookie, blockedReasons }) => {
    if (blockedReasons.length === 0 || blockedReasons.some((reason) => SILENT.has(reason))) return [];
    return [`cookie ${cookie.name} was kept back: ${blockedReasons.map((one) => why(one, method, from)).join("; ")}`];
  });
}

export function refused(
  cookies: readonly {
    readonly cookie?: { readonly name: string };
    readonly cookieLine: string;
    readonly blockedReasons: readonly string[];
  }[],
): readonly string[] {
  return cookies.map(({ cookie, cookieLine, blockedReasons }) => {
    const name = cookie?.name ?? cookieLine.split("=", 1)[0] ?? "";
    return `cookie ${name} was refused: ${blockedReasons.map((one) => REASONS[one] ?? one).join("; ")}`;
  });
}

function why(reason: string, method: string, from: string): string {
  if (reason.endsWith("SameSiteStrict")) return `SameSite=Strict, and ${from} is another site`;
  if (reason.endsWith("SameSiteLax")) return `SameSite=Lax, and this is a ${method} from another site, ${from}`;
  if (/SameSiteUnspecified/.test(reason))
    return `without SameSite it counts as Lax, and is too old for a ${method} from another site`;
  return REASONS[reason] ?? reason;
}
