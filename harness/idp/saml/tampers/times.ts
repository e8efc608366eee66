/** So many seconds ago, as SAML writes a time. */
export function past(seconds: unknown): string {
  return new Date(Date.now() - Number(seconds) * 1_000).toISOString();
}

/** What no reader takes for a moment: in many languages it compares as neither past nor ahead. */
export const NO_TIME = "the end of time";
