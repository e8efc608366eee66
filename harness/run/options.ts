import type { JitterbugError } from "../errors.ts";
import type { KeptWorld } from "./kept-world.ts";
import type { World } from "../drive/index.ts";
import type { Finding, Reporter } from "../report/events.ts";
import type { Vault } from "../observe/vault.ts";
import type { PolicyReport } from "../judge/policy/report.ts";
import type { CheckVerdict } from "../judge/verdict.ts";
import type { Check } from "../plan/check.ts";
import type { TupleChoice } from "../plan/index.ts";
import type { PlanSelection } from "../plan/select.ts";
import type { KnownState } from "../judge/index.ts";
import type { AgentKind, KnownFailure, Scenario, Target } from "../scenario/model/index.ts";

/** One run of scenarios against one target. */
export interface RunOptions {
  readonly target: Target;
  readonly scenarios: readonly Scenario[];
  readonly select: PlanSelection;
  /** Which policies make checks of their own; left out: rows. */
  readonly tuples?: TupleChoice;
  /** Whether these are all the scenarios that there are, and all are wanted: then what nothing looked at is told. */
  readonly whole?: boolean;
  /** As `whole`, of the run whose shard this is. */
  readonly wholeOfShards?: boolean;
  /** Checks at once in the parallel lane. */
  readonly jobs: number;
  /** The namespaces are minted from it; left out: a random one. */
  readonly seed?: string;
  readonly reporters: readonly Reporter[];
  /** The secrets that are known already; what the run comes to know of joins them. Left out: none. */
  readonly vault?: Vault;
  /** What child processes inherit, as the caller has it. */
  readonly environment: { readonly [name: string]: string | undefined };
  /** Environment for the SP's process on top of the target's (defects). */
  readonly env?: { readonly [name: string]: string };
  /** Which user agent, and how; what is left out is as the target has it, else http. */
  readonly agent?: AgentChoice;
  /** A folder for a picture of what each browser of a check that did not pass showed last; chromium only. */
  readonly screenshots?: string;
  readonly allowRemote: readonly string[];
  /** Hosts of those at which the kit may seed, remove and tamper, too; left out: at this machine only. */
  readonly allowRemoteChanges?: readonly string[];
  /** Whether the SP is emptied first, as its target file's `reset` says. */
  readonly reset?: boolean;
  readonly allowUnobservable: boolean;
  /** Whether a run may judge nothing. */
  readonly allowNothing?: boolean;
  readonly strictPolicy: boolean;
  /** What is known to fail. Left out: nothing. */
  readonly known?: readonly KnownFailure[];
  /** Whether what is known may speak of checks that are not there: it is about to be written anew. */
  readonly knownIsOld?: boolean;
  /** Where keys and secrets are kept; null: ephemeral. */
  readonly stateDir: string | null;
  /** Who may share the checks, each a process with an SP of its own. Left out: nobody is hired. */
  readonly workers?: {
    /** How many; left out: as the target allows, and the cores. */
    readonly asked?: number | undefined;
    readonly cores: number;
    /** Checks at once, of each. */
    readonly jobs: number;
    /** What starts the kit itself: a Node, and a script. */
    readonly command: readonly string[];
    /** Of the kit. */
    readonly version: string;
  };
  /** Which of them this is: what `{{worker}}` stands for. Left out: the only one, 1. */
  readonly worker?: number;
  /** Which checks need not be driven any more; they have no verdict then. Left out: all are driven. */
  readonly sparing?: Sparing;
  /** Awaited before what must be driven alone. */
  readonly beforeExclusive?: () => Promise<void>;
  /** Awaited before each step of a check; left out: one follows the other. */
  readonly pace?: NonNullable<World["pace"]>;
  /** What stays up from the run before to the next; left out: the run starts and ends everything itself. */
  readonly kept?: KeptWorld;
  /** Ends the run early; results so far are written and marked partial. */
  readonly signal?: AbortSignal;
}

/** What is seen of a run while it goes, and what that makes needless. */
export interface Sparing {
  /** A first judgement: what is driven again may be judged otherwise in the end. */
  readonly saw: (judged: { readonly check: Check; readonly verdict: CheckVerdict }) => void;
  readonly isSpared: (check: Check) => boolean;
}

export interface AgentChoice {
  readonly kind?: AgentKind;
  /** Path of the browser; left out: looked for. */
  readonly executable?: string;
  readonly headed?: boolean;
}

export interface RunResult {
  readonly seed: string;
  readonly partial: boolean;
  readonly duration_ms: number;
  readonly checks: readonly { readonly check: Check; readonly verdict: CheckVerdict }[];
  readonly findings: readonly Finding[];
  /** Why the run ended before its checks did, where the SP is to blame; `exitStatus` counts it. */
  readonly broken_off: JitterbugError | null;
  /** What became of what is known to fail. */
  readonly known: readonly KnownState[];
  /** What the whole run says of the policy; null where it ended before its checks did, or had none. */
  readonly policy: PolicyReport | null;
  /** Why no check judged anything; null where one did. */
  readonly nothing: string | null;
  /** 0, 1, 2 (nothing was judged), 3 or 4 (design: "Exit status"). */
  readonly exitStatus: number;
}
