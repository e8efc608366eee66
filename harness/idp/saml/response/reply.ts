import type { NameIdFormat } from "../names.ts";

/** Where and to what a Response answers: all that is kept of a request between the page and the pick. */
export interface Reply {
  /** The assertion consumer service: checked against the connection. */
  readonly acs: string;
  /** The request's ID; absent for an unsolicited Response. */
  readonly inResponseTo?: string;
  readonly relayState?: string;
  /** Where it is another one than the connection's own. */
  readonly nameIdFormat?: NameIdFormat;
  /** False: a persistent NameID must be one that this SP was given before (AllowCreate). */
  readonly mayCreate?: boolean;
  readonly authnContextClassRef?: string;
  /** When the person signed in, where that was before. */
  readonly authnInstant?: Date;
}
