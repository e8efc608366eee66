import type { Provisioning } from "../accounts/provision.ts";
import type { Organization } from "../config/model.ts";

/** On whose behalf a request is made: the token says of which organization it is, and nothing else is seen or touched. */
export interface ScimContext {
  readonly organization: Organization;
  readonly parts: Provisioning;
}

/** A user as a push describes them; undefined: it does not say. */
export interface PushedUser {
  readonly externalId: string | null | undefined;
  readonly userName: string | undefined;
  readonly email: string | null | undefined;
  readonly given_name: string | null;
  readonly family_name: string | null;
  readonly name: string | null;
  readonly active: boolean | undefined;
}

/** What the organization's identity provider calls somebody. */
export interface ScimUserRow {
  readonly account_id: string;
  readonly external_id: string | null;
  readonly user_name: string;
}

export interface ScimGroupRow {
  readonly id: string;
  readonly display_name: string;
}

/** A push that can not be done: the status and `scimType` of RFC 7644, section 3.12. */
export class ScimFault extends Error {
  readonly status: number;
  readonly scimType: string;
  constructor(status: number, scimType: string, message: string) {
    super(message);
    this.status = status;
    this.scimType = scimType;
  }
}
