/** Answers of a hostile SP to who reads its accounts or its session, or waits until it is ready: bytes as they leave. */

/** What comes of an answer: `read` as ever, or what is said. */
type Told = "read" | RegExp;

export interface Read {
  readonly name: string;
  /** Latin 1: each character is a byte. */
  readonly raw: string;
  /** The connection stays open behind it, and nothing more comes. */
  readonly open?: boolean;
  /** By the http driver, and the scim driver, which are told the same where `scim` says nothing. */
  readonly accounts: Told;
  readonly scim?: Told;
  /** `signed_in`, `signed_out`, or why it can not be told. */
  readonly session: "signed_in" | "signed_out" | RegExp;
  /** Whether it passes for ready. */
  readonly ready: boolean;
}
