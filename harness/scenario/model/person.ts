import type { Place } from "../../errors.ts";
import type { Json } from "./names.ts";

/**
 * A person at the IdP, as written. Claim names are neutral (subject, email, email_verified, given_name,
 * family_name, name, preferred_username, groups, any other); the connection turns them into the wire's names.
 * What is not written is completed by the planner, unless `without` names it.
 */
export interface Person {
  readonly name: string;
  /** The scenario's name of a connection; left out: the check's own connection. */
  readonly at?: string;
  readonly without: readonly string[];
  /** Somebody of another organization, whom the IdP's own has invited: told as the vendor tells it. */
  readonly guest?: true;
  /** False: the application is not given to them, so the IdP signs them in nowhere, and says so as the vendor does. */
  readonly assigned?: false;
  /** Values may hold templates. */
  readonly claims: { readonly [claim: string]: Json };
  readonly place: Place;
}

/** A people file: people for the mock IdPs' login page, and to include from scenarios. */
export interface PeopleFile {
  readonly file: string;
  readonly people: readonly Person[];
}
