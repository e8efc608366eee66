/** What a push by SCIM came to, as data. */

/**
 * `done`: 2xx; `refused`: 4xx, and where nobody is there to be changed; `unsupported`: the SP says that it does not do
 * that at all (RFC 7644, section 3.12); `broken`: 5xx or no answer in time, also when it was sent again.
 */
export type PushOutcome = "done" | "refused" | "unsupported" | "broken";

export interface PushObservation {
  readonly outcome: PushOutcome;
  /** For a person: what decided it (`HTTP 409 at POST /Users: "userName is taken"`). */
  readonly why: string;
  /** Each request in its order, also those that were sent again. */
  readonly requests: readonly PushRequest[];
}

export interface PushRequest {
  readonly method: string;
  /** Below the base. */
  readonly path: string;
  /** Null: no whole answer came. */
  readonly status: number | null;
  /** The detail of a refusal, or why no answer came; empty: there is nothing to say. */
  readonly told: string;
}
