/** Where and to what a Response answers: all that is kept of a request between the page and the pick. */
export interface Reply {
  /** The assertion consumer service: checked against the connection. */
  readonly acs: string;
  /** The request's ID; absent for an unsolicited Response. */
  readonly inResponseTo?: string;
  readonly relayState?: string;
  /** NameIDPolicy Format, as asked. */
  readonly nameIdFormat?: string;
  readonly authnContextClassRef?: string;
}
