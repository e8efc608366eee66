import type { RequestHandler } from "express";

/**
 * Answers requests for this SP's own name alone: a page of another site whose name was made to point here (DNS
 * rebinding) would else read as its own whatever is answered, on a developer's machine above all. What comes with an
 * absolute request target (RFC 9112 3.2.2) names its host there, and there it is compared.
 */
export function ownHost(baseUrl: string): RequestHandler {
  const own = new URL(baseUrl).host;
  return (req, res, next) => {
    const named = req.url.startsWith("/")
      ? hostOf(`http://${req.headers.host ?? ""}`, baseUrl)
      : hostOf(req.url, baseUrl);
    if (named === own) next();
    else res.status(421).type("text").send("This address is served under another name.\n");
  };
}

/** Host and port as addresses of the SP's scheme have them: the scheme's own port is left out. */
function hostOf(address: string, baseUrl: string): string | null {
  return URL.parse(address.replace(/^https?:/i, new URL(baseUrl).protocol))?.host ?? null;
}
