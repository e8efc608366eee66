/** What the SP can bear, and how long the kit waits for it before it takes what does not come for a fault. */
export interface Limits extends Waits {
  readonly jobs?: number;
  /** Sign-ins under way at once. */
  readonly in_flight?: number;
  readonly sign_ins_per_minute?: number;
}

/** Bounds of time, in seconds. A verdict that rests on one of them is reached once more with nothing else going on. */
export interface Waits {
  /** For one whole answer of the SP, to a person's browser or to the kit, and for a page to come to rest. */
  readonly answer: number;
  /** How long people who sign in at once wait for each other at the IdP. */
  readonly meet: number;
  /** For one command of `exec`. */
  readonly command: number;
  /** For one call or action of `prepare` or `reset`; left out: as `answer` and `command` have it. */
  readonly prepare?: number;
  /** For one command of `before`. */
  readonly before: number;
  /** For a database to let the kit in. */
  readonly connect: number;
  /** For another connection's lock. */
  readonly lock: number;
  /** For one statement. */
  readonly statement: number;
  /** A page that leads elsewhere by itself after so long is followed, one that stays longer is where the person ends. */
  readonly refresh: number;
  /** The SP may not ask for an issuer's keys again before so long after it has asked. */
  readonly jwks_cooldown: number;
}

export const DEFAULT_WAITS: Waits = {
  answer: 10,
  meet: 5,
  command: 30,
  before: 600,
  connect: 5,
  lock: 5,
  statement: 10,
  refresh: 3,
  jwks_cooldown: 60,
};
