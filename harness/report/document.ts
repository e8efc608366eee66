import type { Harm } from "../judge/harm.ts";
import type { PolicyReport } from "../judge/policy/report.ts";
import type { KnownState } from "../judge/known.ts";
import type { CheckVerdict, Judgement, KnownAs, Verdict } from "../judge/verdict.ts";
import type { Exchange } from "../observe/exchange.ts";
import type { Breakage, EarlierSession, RateLimited } from "../observe/observation.ts";
import type { KnownFailure } from "../scenario/model/index.ts";
import type { Finding } from "./events.ts";
import type { Story } from "./story/story.ts";
import type { Summary } from "./summary.ts";

/** The form of the JSON report; the number grows when a field changes its meaning or goes. */
export const REPORT_SCHEMA = "jitterbug-report-1";

/** The JSON report of a run. Durations are milliseconds. */
export interface ReportDocument {
  readonly schema: typeof REPORT_SCHEMA;
  /** Of the kit. */
  readonly version: string;
  /** The target's name; null where the run ended before there was a plan. */
  readonly target: string | null;
  /** Its file, as told from where the kit ran; null where the run ended before there was a plan. */
  readonly target_file: string | null;
  readonly seed: string | null;
  /** RFC 3339, UTC. */
  readonly started_at: string;
  readonly duration_ms: number;
  /** The run was stopped early: what is here is true, and not all. */
  readonly partial: boolean;
  readonly summary: Summary;
  readonly checks: readonly CheckEntry[];
  /** What no connection of the target offers, and was therefore not run. */
  readonly not_offered: readonly { readonly id: string; readonly protocol: string; readonly reason: string }[];
  /** What the run says of the policy; null where no check was driven. */
  readonly policy: PolicyReport | null;
  /** What the baseline says, and what became of it; empty: there is none. */
  readonly known_failures: readonly KnownFailureEntry[];
  /** What the target file lacks for checks that could not see what they needed; that of most checks first. */
  readonly wanted: readonly { readonly what: string; readonly checks: number }[];
  readonly findings: readonly Finding[];
  readonly warnings: readonly string[];
}

/** An entry of the baseline; `holds`: it fails as it says. */
export interface KnownFailureEntry extends Omit<KnownFailure, "place"> {
  /** file:line:column */
  readonly place: string;
  readonly state: KnownState["state"];
  /** Names of checks: those that fail as it says, those that fail no more, those that fail otherwise. */
  readonly checks: readonly string[];
  /** What fails that it does not say. */
  readonly news?: string;
}

export interface CheckEntry {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly protocol: string;
  readonly profile: string | null;
  readonly connection: string;
  /** The knobs that the scenario's rows name; null: the target does not declare it. */
  readonly policy: { readonly [knob: string]: string | null };
  readonly pack: string;
  readonly severity: string;
  readonly verdict: Verdict;
  /** What decided it, one line; empty for passed. */
  readonly reason: string;
  /** The worst that came of it; null: nobody was harmed, as far as was seen. */
  readonly harm: Harm | null;
  /** What it could not see: a field of accounts, `accounts`, `session` or `page`, and what was expected of it. */
  readonly unseen: NonNullable<CheckVerdict["unseen"]>;
  /** Stated dangers that were seen where nothing is declared: one of these values of the knob. */
  readonly unsafe: NonNullable<CheckVerdict["unsafe"]>;
  /** What was seen that tells its cause, in the order of the roots (docs/scenarios.md). */
  readonly signs: readonly string[];
  /** What the baseline says of it, where it covers all that failed: then it makes no run red. */
  readonly known: KnownAs | null;
  /** The name of the check that is the plainest sight of the same fault: its cause is this one's, too. */
  readonly follows_from: string | null;
  readonly cause: string | null;
  readonly fix: string | null;
  readonly references: readonly string[];
  readonly duration_ms: number;
  readonly steps: readonly StepEntry[];
}

export interface StepEntry {
  readonly index: number;
  /** The row of the scenario's `each`, or null. */
  readonly variant: string | null;
  readonly title: string;
  /** Of a step of a shared file: where it stands, and where the file is used. */
  readonly from?: string;
  readonly verdict: Verdict;
  readonly control: boolean;
  readonly judgements: readonly Judgement[];
  readonly sign_ins: readonly {
    readonly person: string;
    readonly connection: string;
    readonly outcome: string;
    readonly why: string;
    readonly duration_ms: number;
    /** What else was seen of it, where there is something (observe/observation.ts). */
    readonly idp_answered?: boolean;
    readonly broke?: Breakage;
    readonly earlier_session?: EarlierSession;
    readonly rate_limited?: RateLimited;
    readonly notes?: readonly string[];
  }[];
  /**
   * What went over the wire, in order, with secrets, cookies and tokens taken out and long bodies cut. Empty where the
   * check passed: a report of a thousand sign-ins that went well would be large, and nobody reads them.
   */
  readonly exchanges: readonly Exchange[];
  /** The step in short, where the check did not pass: the first few of each, long values cut. */
  readonly happened?: StepHappened;
}

interface StepHappened {
  /** What the IdP said of those who signed in, by the wire's names. */
  readonly sent: Story["sent"];
  /** The accounts of the namespace, before the step against after it. */
  readonly accounts: Story["accounts"];
  /** The exchange at which it came about, as far as that can be known: its `id`, and why it is that; null: none. */
  readonly decisive: Story["decisive"];
}
