import type { Output } from "../report/index.ts";

/** 128 + SIGINT, as shells have it. */
export const INTERRUPTED = 130;

const NAMES = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Stopper {
  /** Whoever asks for it has something to end in good order: until then a signal ends the process at once. */
  readonly signal: AbortSignal;
  /** Asked to, before its time. */
  readonly stopped: boolean;
  stop(): void;
  /** Resolves once it is asked to stop, which is then what was waited for. */
  untilStopped(): Promise<void>;
}

/**
 * The first Ctrl-C (or SIGTERM, or the terminal's hang-up) asks for an orderly end: results so far are written,
 * everything that was started is ended. The second is the system's own again, so that it ends even a process that is
 * too busy to hear of it.
 */
export function stopOnSignals(stderr: Output): Stopper {
  const controller = new AbortController();
  let armed = false;
  let awaited = false;
  const heard = (): void => {
    // Not at once: a library that listens, too, would take itself for the only one, and end the process.
    setImmediate(() => {
      for (const name of NAMES) process.off(name, heard);
    });
    if (stderr.isTTY) stderr.write("\nStopping. Press Ctrl-C again to leave at once.\n");
    controller.abort();
  };
  const listening = (): AbortSignal => {
    if (!armed) for (const name of NAMES) process.on(name, heard);
    armed = true;
    return controller.signal;
  };
  return {
    get signal() {
      return listening();
    },
    get stopped() {
      return controller.signal.aborted && !awaited;
    },
    stop: () => controller.abort(),
    untilStopped: () => {
      awaited = !controller.signal.aborted;
      return aborted(listening());
    },
  };
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
