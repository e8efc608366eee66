import type { Channel } from "../run/workers/port.ts";

/** What is said between this process and the run that started it as a worker; null where no run did. */
export function openChannel(self: NodeJS.Process): (Channel & { close(): void }) | null {
  if (self.send === undefined) return null;
  return {
    send: (report) =>
      new Promise((resolve) => {
        // That nobody is there any more is told by `hear`.
        if (self.connected) self.send?.(report, undefined, undefined, () => resolve());
        else resolve();
      }),
    hear(take) {
      self.on("message", take);
      self.on("disconnect", () => take(null));
    },
    close: () => {
      if (self.connected) self.disconnect?.();
    },
  };
}
