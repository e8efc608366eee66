export interface Detail {
  readonly name: string;
  readonly value: string;
}

/**
 * A request that is answered with a page for a person and with no message to the SP: who asked, or where the answer
 * may go, is not established. The details set what was asked beside what is configured.
 */
export class RefusedRequest extends Error {
  override readonly name = "RefusedRequest";
  readonly title: string;
  readonly details: readonly Detail[];

  constructor(title: string, explanation: string, details: readonly Detail[] = []) {
    super(explanation);
    this.title = title;
    this.details = details;
  }
}
