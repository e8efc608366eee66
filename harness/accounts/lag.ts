/** How long a look waits for what must come to be shown, where `observe.settle` says nothing longer. */
const PATIENCE_MS = 5_000;
/** So long once it came to nothing: what is missing then is mostly not late. */
const SHORT_PATIENCE_MS = 500;
/** Less than this costs a run next to nothing. */
const WORTH_TELLING_MS = 100;
/** What was late once may be later the next time. */
const MARGIN = 1.25;
/** A queue that is said to take some time is taken to be empty when nothing changed for this share of it. */
const QUIET_SHARE = 0.2;

/**
 * How far the list of accounts lags behind what people do at this SP: a queue that provisions, a read model, a cache.
 * It is measured where it is met. An SP whose first look shows everything has none, and is never waited for.
 */
export class Lag {
  readonly #settleMs: number;
  #longestMs = 0;
  #assumedMs = 0;
  #inVain = false;

  constructor(settleMs: number) {
    this.#settleMs = settleMs;
  }

  /** The longest that was met, in milliseconds; 0: none. */
  get longestMs(): number {
    return this.#longestMs;
  }

  /** How long nothing may have changed before a look is believed. */
  get stillnessMs(): number {
    return Math.max(this.#longestMs * MARGIN, this.#settleMs * QUIET_SHARE, this.#assumedMs);
  }

  /** How long is waited for what must come. */
  get patienceMs(): number {
    const usual = this.#inVain && this.#longestMs === 0 ? SHORT_PATIENCE_MS : PATIENCE_MS;
    return Math.max(usual, this.#settleMs, this.stillnessMs * 2);
  }

  /** A list that has not come to rest by then never does. */
  get boundMs(): number {
    return Math.max(this.#settleMs === 0 ? PATIENCE_MS : this.#settleMs, this.stillnessMs * 4);
  }

  /** What was met, and what to declare for it; null where that is little, or declared. */
  get advice(): { readonly message: string; readonly hint: string } | null {
    const ms = Math.round(this.#longestMs);
    if (ms < WORTH_TELLING_MS || ms * 2 <= this.#settleMs) return null;
    return {
      message: `the accounts showed what people did up to ${ms} ms later, so they are looked at until nothing changed for longer`,
      hint: `declare observe: { settle: ${Math.ceil(ms / 250) / 2} } if they may be later than that`,
    };
  }

  /** Something was shown so long after what had made it. What is later than anybody waits for is to be declared. */
  met(ms: number): void {
    this.#longestMs = Math.max(this.#longestMs, Math.min(ms, Math.max(PATIENCE_MS, this.#settleMs)));
  }

  /** Whoever looks from now on waits at least so long, to find out how late things really are. */
  assume(ms: number): void {
    this.#assumedMs = ms;
  }

  /** What was waited for did not come. */
  missed(): void {
    this.#inVain = true;
  }
}
