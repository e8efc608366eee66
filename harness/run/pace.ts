/** Lets at most so many sign-ins begin in a minute, evenly; without a limit every turn comes at once. */
export function pace(perMinute: number | undefined): () => Promise<void> {
  if (perMinute === undefined) return () => Promise.resolve();
  const gap = 60_000 / perMinute;
  let next = 0;
  return async () => {
    const now = Date.now();
    const at = Math.max(now, next);
    next = at + gap;
    if (at > now) await new Promise((resolve) => setTimeout(resolve, at - now));
  };
}
