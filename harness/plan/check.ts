import type {
  AccountField,
  Connection,
  Invitation,
  Lane,
  Policy,
  Protocol,
  Scenario,
  SeededAccount,
  Severity,
  Step,
  Json,
} from "../scenario/model/index.ts";
import type { Declared } from "./declared.ts";
import type { Tuple } from "./knobs.ts";

/**
 * The unit that gets a verdict: one scenario on one protocol, profile and policy tuple, bound to connections,
 * every template rendered.
 */
export interface Check {
  /** The scenario's id. */
  readonly id: string;
  /** `mail-change [oidc, email_sync=off]`: unique within a plan. */
  readonly name: string;
  readonly pack: string;
  readonly title: string;
  readonly severity: Severity;
  readonly protocol: Protocol;
  readonly profile: string | null;
  /** The target's name of the check's own connection. */
  readonly connection: string;
  /** What the scenario's `when` name and what the connection declares for each; `undefined`: undeclared. */
  readonly policy: Tuple;
  /** The whole effective policy of the check's own connection. */
  readonly declared: Policy;
  /** Fields that the SP's accounts have not at all, as the target declares. */
  readonly lacking: readonly AccountField[];
  readonly lane: Lane;
  readonly scenario: Scenario;
  /** The target's connections that the check uses, by their names in the target. */
  readonly connections: readonly Connection[];
  readonly variants: readonly Variant[];
  /** Set where the plan already knows the verdict; the check is then not driven. */
  readonly settled?: {
    /** `warned`: an unsafe value; `failed`: what no one policy fits. Both are told in the shape of a check. */
    readonly verdict: "not_applicable" | "unobservable" | "warned" | "failed";
    readonly reason: string;
    /** Where the target file could show or do what is missing: `roles in observe.accounts`, `seed.account`. */
    readonly lacks?: readonly string[];
  };
}

export interface Variant {
  /** The row of `each`, or null. */
  readonly name: string | null;
  /** 8 characters, `[a-z][a-z0-9]*`; stands in every subject, email and username of the variant. */
  readonly ns: string;
  readonly people: { readonly [person: string]: PlannedPerson };
  readonly accounts: readonly SeededAccount[];
  readonly invitations: readonly Invitation[];
  /** Rendered: no template and no per-protocol value is left; connections are named as the target names them. */
  readonly steps: readonly Step[];
}

export interface PlannedPerson {
  readonly name: string;
  /** Unique in a run: what the IdP's login page submits (`ada.k3x9q2ab`). */
  readonly key: string;
  /** The target's name of the connection. */
  readonly connection: string;
  /** False: the application is not given to them at first. */
  readonly assigned?: false;
  /** Complete neutral claims; a claim that is absent here is not sent. */
  readonly claims: { readonly [claim: string]: Json };
}

export interface Plan {
  readonly checks: readonly Check[];
  /** What the target declares, and where. */
  readonly declared: Declared;
  /** Tuples and scenarios that no connection offers, for the report: `mail-change: email_sync=on`. */
  readonly not_offered: readonly { readonly id: string; readonly protocol: Protocol; readonly reason: string }[];
}
