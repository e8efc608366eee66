/** One line of the doctor: what was looked at, and, where it is not well, what to change and where. */
export interface Finding {
  readonly topic: string;
  readonly ok: boolean;
  readonly message: string;
  readonly hint?: string;
}
