import type { Output } from "../report/index.ts";

/** 128 + SIGINT, as shells have it. */
export const INTERRUPTED = 130;

/**
 * The first Ctrl-C (or SIGTERM) asks for an orderly end: results so far are written, everything that was started is
 * ended. The second does not wait for that.
 */
export function stopOnSignals(stderr: Output): { readonly signal: AbortSignal; readonly stop: () => void } {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(INTERRUPTED);
      if (stderr.isTTY) stderr.write("\nStopping. Press Ctrl-C again to leave at once.\n");
      controller.abort();
    });
  }
  return { signal: controller.signal, stop: () => controller.abort() };
}

/** Resolves when the signal is aborted. Keeps the process alive until then. */
export function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const alive = setInterval(() => undefined, 60_000);
    signal.addEventListener("abort", () => {
      clearInterval(alive);
      resolve();
    });
  });
}
