import type { RequestedContexts } from "../request/parse.ts";
import { Unmet } from "../response/status.ts";

/**
 * The authentication context class that answers a request (SAML Core 3.3.2.2.1). `has`: those that the IdP has, the
 * weakest first; undefined: it claims whatever it is asked for, where that itself would do.
 * @throws {Unmet} NoAuthnContext
 */
export function contextFor(
  requested: RequestedContexts | undefined,
  has: readonly string[] | undefined,
): string | undefined {
  if (has === undefined) return requested !== undefined && isMetByItself(requested) ? requested.classes[0] : undefined;
  const [weakest] = has;
  if (requested === undefined) return weakest;
  const found = among(has, requested);
  if (found !== undefined) return found;
  const wanted = requested.classes.join(", ") || "a declaration (AuthnContextDeclRef)";
  throw new Unmet("NoAuthnContext", `Asked for, ${requested.comparison}: ${wanted}. There is: ${has.join(", ")}.`);
}

function isMetByItself({ comparison }: RequestedContexts): boolean {
  return comparison === "exact" || comparison === "minimum";
}

/** Classes that are not known here cannot be compared with. */
function among(has: readonly string[], requested: RequestedContexts): string | undefined {
  const known = requested.classes.filter((one) => has.includes(one));
  if (isMetByItself(requested)) return known[0];
  const strongest = Math.max(...known.map((one) => has.indexOf(one)));
  if (requested.comparison === "maximum") return has[strongest];
  return requested.comparison === "better" && known.length > 0 ? has[strongest + 1] : undefined;
}
