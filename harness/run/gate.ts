import type { World } from "../drive/index.ts";

export interface GateOptions {
  readonly sign_ins_per_minute?: number;
  /** Sign-ins under way at once. */
  readonly in_flight?: number;
  readonly signal?: AbortSignal;
}

/**
 * Lets sign-ins begin: so many in a minute, evenly; so many under way at once, in the order in which they came; and none
 * while the SP has said that it takes no more. Without limits every turn comes at once.
 */
export function openGate({
  sign_ins_per_minute,
  in_flight = Infinity,
  signal,
}: GateOptions): Pick<World, "turn" | "hold"> {
  const gap = sign_ins_per_minute === undefined ? 0 : 60_000 / sign_ins_per_minute;
  const waiting: { readonly count: number; readonly begin: () => void }[] = [];
  let next = 0;
  let closedUntil = 0;
  let free = in_flight;

  const asleep = new Set<() => void>();
  signal?.addEventListener("abort", () => asleep.forEach((wake) => wake()), { once: true });

  const isStopped = () => signal?.aborted === true;
  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      if (ms <= 0 || isStopped()) return resolve();
      const wake = () => {
        clearTimeout(timer);
        asleep.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      asleep.add(wake);
    });
  const admit = (): void => {
    for (let first = waiting[0]; first !== undefined && first.count <= free; first = waiting[0]) {
      waiting.shift();
      free -= first.count;
      first.begin();
    }
  };
  const leave = (count: number) => () => {
    free += count;
    admit();
  };

  return {
    async turn(wanted = 1) {
      const count = Math.min(wanted, in_flight);
      await new Promise<void>((begin) => {
        waiting.push({ count, begin });
        admit();
      });
      const now = Date.now();
      const at = Math.max(now, next);
      next = at + gap * count;
      await sleep(at - now);
      // Whoever waits may be told to wait longer by what the others meet meanwhile.
      while (!isStopped() && closedUntil > Date.now()) await sleep(closedUntil - Date.now());
      return leave(count);
    },
    hold(ms) {
      closedUntil = Math.max(closedUntil, Date.now() + ms);
    },
  };
}
