import type { Claims, Stated } from "../profile.ts";

/** A resource, or a part of one, as SCIM's JSON has it. */
export type Resource = { readonly [attribute: string]: unknown };

/** One operation of a PATCH (RFC 7644, section 3.5.2); `op` is of the spelling that the vendor sends. */
export interface Operation {
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
}

/** By what a vendor asks whether somebody is there: each is one filter. */
export type ScimKey = "userName" | "externalId" | "email";

/** How a vendor speaks SCIM 2.0 to an SP: what it asks first, and the form in which it sends things. */
export interface ScimDialect {
  /** As the vendor writes itself. */
  readonly title: string;
  /** What is asked for before anybody is created, one after another; whoever is found is changed. */
  readonly match: Stated<readonly ScimKey[]>;
  /** A person as the body of a POST or PUT has them. */
  readonly person: Stated<(claims: Claims) => Resource>;
  /** How changed attributes are sent. */
  readonly change: Stated<Whole | Parts>;
  /** How somebody is taken out of use, and brought back. */
  readonly active: Stated<Whole | ((active: boolean) => readonly Operation[])>;
  /** What an SP is told of somebody who is deleted at the IdP, in this order. */
  readonly gone: Stated<readonly ("deactivate" | "delete")[]>;
  readonly groups: Stated<Whole | GroupForm>;
}

/** GET, and then the whole resource by PUT. */
type Whole = "put";
/** The operations of one PATCH; keys are paths of attributes (`name.givenName`). */
type Parts = (changed: Resource) => readonly Operation[];

export interface GroupForm {
  readonly add: (members: readonly string[]) => readonly Operation[];
  readonly remove: (members: readonly string[]) => readonly Operation[];
  readonly rename: (id: string, name: string) => readonly Operation[];
}
