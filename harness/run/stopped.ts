/** Resolves some time after the run was told to stop; never where nobody tells it. */
export function stopped(signal: AbortSignal | undefined, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => void setTimeout(resolve, graceMs);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener("abort", stop, { once: true });
  });
}
