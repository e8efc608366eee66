import type { Exchange } from "./exchange.ts";

/** In the path of each address that nothing but a corrupted message names. */
export const ELSEWHERE = "/elsewhere/";

/**
 * What an SP asked for because a message told it to: no document of an IdP's leads to these addresses, and no browser is
 * sent there.
 */
export function askedElsewhere(exchanges: readonly Exchange[]): readonly Exchange[] {
  return exchanges.filter(({ by, request }) => by === "sp" && URL.parse(request.url)?.pathname.includes(ELSEWHERE));
}
