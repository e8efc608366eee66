import type { Place } from "../../errors.ts";
import type { Basis, Json, Lane, Protocol, Severity } from "./names.ts";
import type { Person } from "./person.ts";
import type { KnobValues } from "./policy.ts";
import type { Sign, Situation } from "./sign.ts";
import type { Invitation, SeededAccount, Step } from "./step.ts";

/** A scenario as written, checked and frozen. Templates are still in it; the planner renders them. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** The name of the folder that holds the file, below the path that was asked for. */
  readonly pack: string;
  readonly severity: Severity;
  readonly basis?: Basis;
  readonly protocols: readonly Protocol[];
  /** Keys of references.ts, or addresses. */
  readonly references: readonly string[];
  readonly tags: readonly string[];
  readonly require: Requirements;
  readonly lane: Lane;
  readonly given: Given;
  /** A table of values: the scenario runs once for each, with `{{value...}}` or the column's own name. */
  readonly each: readonly EachRow[];
  readonly steps: readonly Step[];
  /** Situations that it is made for, in which scenarios that speak of something else give way. */
  readonly covers: readonly Situation[];
  /** Its question is none of newcomers alone: whoever is new in it may as well have an account before. */
  readonly among_known?: true;
  /** Faults of which this scenario is the plainest sight: what fails by the same one follows from it. */
  readonly root: readonly Sign[];
  readonly explain: Explanation;
  /** Defects of the reference SP that this scenario must catch. */
  readonly killed_by: readonly string[];
  /** The month in which it came: `2026-12`. */
  readonly since?: string;
  readonly place: Place;
}

/**
 * Why it fails, and what to do: the first of the causes whose sign was seen, else the general one. Empty texts where
 * nothing is written.
 */
interface Explanation {
  readonly cause: string;
  readonly fix: string;
  readonly causes: readonly { readonly sign: Sign; readonly cause: string; readonly fix: string }[];
}

export interface EachRow {
  readonly name: string;
  /** Template variables: `value` for a table of named rows, the column's name for `each: { tamper: [...] }`. */
  readonly variables: { readonly [variable: string]: Json };
  /** The row is of these protocols only; left out: of every one. */
  readonly protocols?: readonly Protocol[];
}

/** What a target must offer for the scenario to apply at all; otherwise it is not applicable. */
export interface Requirements {
  /** Knob -> admitted values. Holds `jit: [on]` unless the scenario names jit anywhere. */
  readonly policy: KnobValues;
  /** Likewise, of SAML connections alone. */
  readonly saml?: KnobValues;
  /** Knob -> values under which there is nothing to see: where one is declared, the scenario does not apply. */
  readonly not: KnobValues;
  /** Kinds of identity key, when given (`entity_attr` matches `entity_attr:NAME`). */
  readonly identity_key: readonly string[];
  /** Abilities by name (`seed`, `grant`, `password_sign_in` ...). */
  readonly can: readonly string[];
  /** Fields of a seeded account without which there is nothing to see: `seed.account` must write them. */
  readonly seeds: readonly string[];
  /** Attributes of accounts without which there is nothing to see: `observe.accounts` must map them. */
  readonly shows: readonly string[];
  /** The number of mapped roles (`roles.one`, `roles.two`) that the connection must have. */
  readonly roles: number;
  /** The number of verified domains that the connection's organization must have. */
  readonly domains: number;
  /** The organization has entered a domain in which anybody can have an address. */
  readonly public_domain?: true;
  /** The connection says which role a person has who is given none. */
  readonly default_role: boolean;
  /** Claims that the connection must (or, with a leading `!`, must not) have in required_attributes. */
  readonly required_attributes: readonly string[];
}

export interface Given {
  readonly people: readonly Person[];
  readonly accounts: readonly SeededAccount[];
  readonly invitations: readonly Invitation[];
  readonly connections: readonly GivenConnection[];
}

/** A connection by the scenario's own name, bound by the planner to one of the target's. */
export interface GivenConnection {
  readonly name: string;
  /** Against the first one: in the same organization or another; left out: any. */
  readonly organization?: "same" | "other";
  readonly issuer?: "same" | "other";
  /** Left out: the check's own protocol. */
  readonly protocol?: Protocol;
  /** Against the first one: claims go under other names on the wire; left out: any. */
  readonly names?: "other";
  readonly place: Place;
}
