import type { Exchange } from "../observe/exchange.ts";

/**
 * Whether the IdP answered in this browser: it was asked, and after that an answer of its protocol went to the SP,
 * by a redirect, by a form that submits itself, or in a fragment. What the IdP shows a person is no answer.
 */
export function idpAnswered(exchanges: readonly Exchange[], origin: string): boolean {
  const asked = exchanges.findIndex(({ request }) => request.url.startsWith(`${origin}/`));
  if (asked === -1) return false;
  return exchanges.slice(asked).some(({ request, response, messages }) => {
    const answer = messages.some(({ kind }) => kind === "authorization_response" || kind === "Response");
    if (!answer) return false;
    if (!request.url.startsWith(`${origin}/`)) return true;
    const location = response?.headers["location"];
    return typeof location === "string" && !location.startsWith("/") && !location.startsWith(`${origin}/`);
  });
}

/** Whether the IdP itself failed the SP: it answered with a status of its own fault, or not at all. */
export function idpFailed(exchanges: readonly Exchange[]): boolean {
  return exchanges.some(
    ({ by, response, failure }) => by === "sp" && (failure !== undefined || (response?.status ?? 0) >= 500),
  );
}
