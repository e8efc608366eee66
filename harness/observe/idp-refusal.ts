import type { Exchange } from "./exchange.ts";

/** What the IdP refused of what the SP itself sent. */
export interface IdpRefusal {
  /** `POST /oidc/acme/token`. */
  readonly call: string;
  readonly status: number;
  /** RFC 6749 5.2; null where the answer has none. */
  readonly error: string | null;
  readonly description: string | null;
}

/** The last one since a moment; null where it refused nothing. */
export function refusedByIdp(exchanges: readonly Exchange[], since = 0): IdpRefusal | null {
  const refused = exchanges.findLast(
    ({ by, at, response }) => by === "sp" && at >= since && response !== undefined && response.status >= 400,
  );
  if (refused?.response === undefined) return null;
  const { request, response } = refused;
  return {
    call: `${request.method} ${new URL(request.url).pathname}`,
    status: response.status,
    error: /"error"\s*:\s*"([\w.-]{1,60})"/.exec(response.body ?? "")?.[1] ?? null,
    description: /"error_description"\s*:\s*"([^"\\]{1,300})"/.exec(response.body ?? "")?.[1] ?? null,
  };
}

/**
 * The same for the end of a sentence; empty where it refused nothing. A wrong client secret shows nowhere else: the person
 * is told that something went wrong, at best.
 */
export function idpRefusal(exchanges: readonly Exchange[], since: number): string {
  const refused = refusedByIdp(exchanges, since);
  if (refused === null) return "";
  const { call, status, error, description } = refused;
  const said = `${error === null ? "" : ` ${error}`}${description === null ? "" : ` (${description})`}`;
  return `; the IdP had answered the SP's ${call} with HTTP ${status}${said}`;
}
