import { defined } from "../defined.ts";
import type { KnownState } from "../judge/known.ts";
import type { StepVerdict } from "../judge/verdict.ts";
import type { Exchange } from "../observe/exchange.ts";
import type { SignInObservation } from "../observe/observation.ts";
import { redactExchange } from "../observe/redact.ts";
import { isEvidence } from "./collector.ts";
import type { CheckFinished, CollectedRun, Told } from "./collector.ts";
import { REPORT_SCHEMA } from "./document.ts";
import type { CheckEntry, KnownFailureEntry, ReportDocument, StepEntry } from "./document.ts";
import { wantedBy } from "./leftovers.ts";
import { storyOf } from "./story/story.ts";
import { summarize } from "./summary.ts";
import { shorten } from "./text.ts";

/** Characters of a body in the report; a page's markup is rarely the evidence. */
const BODY_LIMIT = 4096;

/** The document without its checks. Pure: the same run gives the same document. */
export function outline(run: CollectedRun, version: string): ReportDocument {
  const startedAt = run.started?.at ?? run.finished.at - run.finished.duration_ms;
  return {
    schema: REPORT_SCHEMA,
    version,
    target: run.started?.target ?? null,
    target_file: run.started?.plan.declared.place.file ?? null,
    seed: run.started?.seed ?? null,
    started_at: new Date(startedAt).toISOString(),
    duration_ms: run.finished.duration_ms,
    partial: run.finished.partial,
    summary: summarize(run.checks.map((event) => event.verdict.verdict)),
    checks: [],
    not_offered: run.started?.plan.not_offered ?? [],
    policy: run.policy ?? null,
    known_failures: (run.finished.known_failures ?? []).map(knownEntry),
    wanted: wantedBy(run.checks),
    findings: run.findings,
    warnings: run.warnings,
  };
}

function knownEntry({ entry, state, checks, news }: KnownState): KnownFailureEntry {
  const { place, ...rest } = entry;
  return { ...rest, place: `${place.file}:${place.line}:${place.column}`, state, checks, ...defined({ news }) };
}

export function checkEntry({ check, verdict, duration_ms }: Told, steps: readonly StepEntry[]): CheckEntry {
  const policy = Object.entries(check.policy).map(([knob, value]) => [knob, value ?? null] as const);
  return {
    id: check.id,
    name: check.name,
    title: check.title,
    protocol: check.protocol,
    profile: check.profile,
    connection: check.connection,
    policy: Object.fromEntries(policy),
    pack: check.pack,
    severity: check.severity,
    verdict: verdict.verdict,
    reason: verdict.reason,
    harm: verdict.harm ?? null,
    unseen: verdict.unseen ?? [],
    unsafe: verdict.unsafe ?? [],
    signs: verdict.signs ?? [],
    known: verdict.known ?? null,
    follows_from: verdict.follows_from ?? null,
    cause: verdict.cause ?? null,
    fix: verdict.fix ?? null,
    references: check.scenario.references,
    duration_ms,
    steps,
  };
}

/**
 * The steps of a check as a report has them: made when it has finished, since what was seen of it is not kept. `whole`:
 * with what passed the wire; left out: where the check shows something that a reader must see.
 */
export function stepEntries(event: CheckFinished, whole = isEvidence(event)): readonly StepEntry[] {
  return event.verdict.steps.map((step) => stepEntry(step, event, whole));
}

function stepEntry(step: StepVerdict, event: CheckFinished, whole: boolean): StepEntry {
  const variant = event.observation.variants.find((candidate) => candidate.name === step.variant);
  const observed = variant?.steps.find((candidate) => candidate.index === step.index);
  return {
    index: step.index,
    variant: step.variant,
    title: step.title,
    ...defined({ from: step.from }),
    verdict: step.verdict,
    control: step.control,
    judgements: step.judgements,
    sign_ins: (observed?.sign_ins ?? []).map(signInEntry),
    // Of what passed the wire is not even looked at.
    exchanges: whole ? (observed?.exchanges ?? []).map((exchange) => brief(redactExchange(exchange))) : [],
    ...(whole ? happened(step, event) : {}),
  };
}

function happened(step: StepVerdict, event: CheckFinished): Pick<StepEntry, "happened"> {
  const story = storyOf(step, event);
  if (story === null) return {};
  const { sent, accounts, decisive } = story;
  return { happened: { sent, accounts, decisive } };
}

export function signInEntry(signIn: SignInObservation): StepEntry["sign_ins"][number] {
  const { person, connection, outcome, why, duration_ms } = signIn;
  const { idp_answered, broke, earlier_session, rate_limited, notes } = signIn;
  return {
    person,
    connection,
    outcome,
    why,
    duration_ms: Math.round(duration_ms),
    ...defined({ idp_answered, broke, earlier_session, rate_limited, notes }),
  };
}

export function brief(exchange: Exchange): Exchange {
  const { request, response } = exchange;
  return {
    ...exchange,
    duration_ms: Math.round(exchange.duration_ms),
    request: request.body === undefined ? request : { ...request, body: shorten(request.body, BODY_LIMIT) },
    ...(response === undefined
      ? {}
      : {
          response: response.body === undefined ? response : { ...response, body: shorten(response.body, BODY_LIMIT) },
        }),
  };
}
