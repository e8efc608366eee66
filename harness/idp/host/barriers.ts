import type { MeetingPoint } from "../mount.ts";
import type { Meeting } from "../port.ts";

/**
 * Makes messages of some people leave together: two first sign-ins race inside the SP only if what they wait for
 * arrives in the same moment. A barrier lets go of all once enough have come, or a time after the first one came.
 */
export class Barriers {
  readonly #waiting = new Set<Barrier>();

  set(keys: readonly string[], count: number, timeoutMs: number): Meeting {
    if (count < 2) return { together: 0, end: () => undefined };
    const one = { keys: new Set(keys), count };
    const signIn: Barrier = { ...one, point: "sign_in", timeoutMs, arrived: [] };
    // Of those who left together some may have been turned away since, and the rest must not wait long for them.
    const userinfo: Barrier = { ...one, point: "userinfo", timeoutMs: timeoutMs / USERINFO_SHARE, arrived: [] };
    this.#waiting.add(signIn).add(userinfo);
    return {
      get together() {
        return signIn.arrived.length;
      },
      end: () => {
        for (const barrier of [signIn, userinfo]) this.#release(barrier);
      },
    };
  }

  /** Resolves at once where no barrier waits for this person at this point. */
  async meet(key: string, point: MeetingPoint): Promise<void> {
    const barrier = [...this.#waiting].find((candidate) => candidate.point === point && candidate.keys.has(key));
    if (barrier === undefined) return;
    await new Promise<void>((release) => {
      barrier.arrived.push(release);
      if (barrier.arrived.length === barrier.count) this.#release(barrier);
      else barrier.timer ??= setTimeout(() => this.#release(barrier), barrier.timeoutMs);
    });
  }

  /** Lets everybody go. */
  clear(): void {
    for (const barrier of this.#waiting) this.#release(barrier);
  }

  #release(barrier: Barrier): void {
    clearTimeout(barrier.timer);
    this.#waiting.delete(barrier);
    for (const release of barrier.arrived) release();
  }
}

const USERINFO_SHARE = 5;

interface Barrier {
  readonly keys: ReadonlySet<string>;
  readonly point: MeetingPoint;
  readonly count: number;
  readonly timeoutMs: number;
  readonly arrived: (() => void)[];
  timer?: NodeJS.Timeout;
}
