import type { MeetingPoint } from "../mount.ts";
import type { Encounter, Meeting } from "../port.ts";

/**
 * Makes messages of some people leave together, from one IdP or several: two first sign-ins race inside the SP only if
 * what they wait for arrives in the same moment. A barrier lets go of all once enough have come, or a time after the
 * first one came. Beside messages of sign-ins, somebody else may wait there too: a push, say.
 */
export class Barriers {
  readonly #waiting = new Set<Barrier>();

  set(keys: readonly string[], count: number, timeoutMs: number): Meeting {
    if (count < 2) return { together: 0, end: () => undefined };
    return this.cross(keys, { count, others: 0, at: "sign_in" }, timeoutMs);
  }

  /** `others`: how many wait for the messages beside those `count` sign-ins, and `at` which point. */
  cross(
    keys: readonly string[],
    { count, others, at }: { readonly count: number; readonly others: number; readonly at: MeetingPoint },
    timeoutMs: number,
  ): Encounter {
    const barrier = (point: MeetingPoint, ms: number): Barrier => ({
      keys: new Set(keys),
      count: count + (at === point ? others : 0),
      point,
      timeoutMs: ms,
      arrived: [],
    });
    const signIn = barrier("sign_in", timeoutMs);
    // Of those who left together some may have been turned away since, and the rest must not wait long for them.
    const userinfo = barrier("userinfo", at === "userinfo" ? timeoutMs : timeoutMs / USERINFO_SHARE);
    const meant = at === "userinfo" ? userinfo : signIn;
    this.#waiting.add(signIn).add(userinfo);
    return {
      get together() {
        return meant.arrived.length;
      },
      arrive: () => this.#wait(meant),
      end: () => {
        for (const one of [signIn, userinfo]) this.#release(one);
      },
    };
  }

  /** Resolves at once where no barrier waits for this person at this point. */
  async meet(key: string, point: MeetingPoint): Promise<void> {
    const barrier = [...this.#waiting].find((candidate) => candidate.point === point && candidate.keys.has(key));
    if (barrier !== undefined) await this.#wait(barrier);
  }

  /** Lets everybody go. */
  clear(): void {
    for (const barrier of this.#waiting) this.#release(barrier);
  }

  /** Whoever comes once it has let go waits for nobody. */
  async #wait(barrier: Barrier): Promise<void> {
    if (!this.#waiting.has(barrier)) return;
    await new Promise<void>((release) => {
      barrier.arrived.push(release);
      if (barrier.arrived.length === barrier.count) this.#release(barrier);
      else barrier.timer ??= setTimeout(() => this.#release(barrier), barrier.timeoutMs);
    });
  }

  #release(barrier: Barrier): void {
    clearTimeout(barrier.timer);
    this.#waiting.delete(barrier);
    for (const release of barrier.arrived) release();
  }
}

/** What somebody at a connection is called at a barrier: two connections may have people of one key. */
export function comer(connection: string, key: string): string {
  return JSON.stringify([connection, key]);
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
