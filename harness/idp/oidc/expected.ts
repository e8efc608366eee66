import { decodeJwt } from "jose";
import type { IdpPerson } from "../port.ts";

/**
 * The `sub` that alone will do: that of the ID token that the SP gives as a hint, or of its `claims` parameter (OpenID
 * Connect Core 3.1.2.2 point 5, 5.5.1). The library has verified the hint before anybody sees a page.
 */
export function expectedSubject({ id_token_hint, claims }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof id_token_hint === "string") return decodeJwt(id_token_hint).sub;
  if (typeof claims !== "string") return undefined;
  const asked = JSON.parse(claims) as { readonly id_token?: { readonly sub?: { readonly value?: unknown } | null } };
  const value = asked.id_token?.sub?.value;
  return typeof value === "string" ? value : undefined;
}

/** Whether somebody is who is asked for; whoever has no subject to compare is not. */
export function isExpected(person: IdpPerson | undefined, subject: string | undefined): boolean {
  return subject === undefined || person?.claims.subject === subject;
}
