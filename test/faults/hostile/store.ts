export interface Account {
  readonly id: string;
  readonly email: string;
  readonly issuer: string;
  readonly subject: string;
  /** The fault of the connection through which it came into being, where its person is one who meets it. */
  readonly fault: string;
}

export interface Sp {
  readonly accounts: Map<string, Account>;
  readonly sessions: Map<string, Account>;
  /** In no namespace. */
  readonly outsider: Account;
  /** How often accounts were read, for answers that alternate. */
  reads: number;
  /** Lets the first of a crowd go on. */
  alone: (() => void) | null;
  met: boolean;
}
