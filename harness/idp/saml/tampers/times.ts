/** So many seconds ago, as SAML writes a time. */
export function past(seconds: unknown): string {
  return new Date(Date.now() - Number(seconds) * 1_000).toISOString();
}
