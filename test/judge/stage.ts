import type { CheckObservation, SignInObservation, StepObservation } from "../../harness/observe/observation.ts";
import type { Account, SessionState } from "../../harness/observe/snapshot.ts";
import type { Check } from "../../harness/plan/check.ts";
import type {
  Expect,
  Expectation,
  Json,
  Policy,
  Scenario,
  StepOf,
  Step,
  World,
} from "../../harness/scenario/model/index.ts";
import { judgeCheck, type CheckVerdict } from "../../harness/judge/index.ts";

/** Hand-made checks and observations: what a test does not name is the plainest lawful thing. */
const PLACE = { file: "scenarios/pack/one.yaml", line: 7, column: 3 };

export type Bare<E> = E extends unknown ? Omit<E, "place"> : never;

export function expecting(
  all: readonly Bare<Expectation>[],
  more: { one_of?: readonly World[]; remember?: string; basis?: Expect["basis"] } = {},
): Expect {
  const { one_of = [], remember, basis } = more;
  return {
    all: all.map((one) => ({ ...one, place: PLACE })),
    one_of,
    ...(remember === undefined ? {} : { remember }),
    ...(basis === undefined ? {} : { basis }),
    place: PLACE,
  };
}

export function row(when: World["when"], all: readonly Bare<Expectation>[]): World {
  return { ...expecting(all), when };
}

export const outcome = (...any: readonly ("signed_in" | "broken" | "interrupted" | "refused")[]) =>
  ({ kind: "outcome", any }) as const;

export function signIn(expect?: Expect, more: Partial<StepOf<"sign_in">> = {}): StepOf<"sign_in"> {
  return {
    kind: "sign_in",
    person: "ada",
    times: 1,
    parallel: false,
    idp_initiated: false,
    control: false,
    applies: false,
    place: PLACE,
    ...(expect === undefined ? {} : { expect }),
    ...more,
  };
}

export function checkOf(
  steps: readonly Step[],
  more: {
    declared?: Policy;
    severity?: Check["severity"];
    references?: readonly string[];
    rows?: readonly string[];
    root?: Scenario["root"];
    causes?: Scenario["explain"]["causes"];
    lacking?: Check["lacking"];
    people?: { readonly [person: string]: { readonly [claim: string]: Json } };
  } = {},
): Check {
  const {
    declared = {},
    severity = "MUST",
    references = [],
    rows,
    root = [],
    causes = [],
    people = {},
    lacking = [],
  } = more;
  const scenario: Scenario = {
    id: "one",
    title: "One",
    pack: "pack",
    severity,
    protocols: ["oidc"],
    references,
    tags: [],
    require: {
      policy: {},
      not: {},
      identity_key: [],
      can: [],
      seeds: [],
      shows: [],
      roles: 0,
      domains: 1,
      default_role: false,
      required_attributes: [],
    },
    lane: "parallel",
    given: { people: [], accounts: [], invitations: [], connections: [] },
    each: [],
    steps,
    covers: [],
    root,
    explain: { cause: "the cause", fix: "the fix", causes },
    killed_by: [],
    place: PLACE,
  };
  const names = rows ?? [null];
  return {
    id: "one",
    name: "one [oidc]",
    pack: "pack",
    title: "One",
    severity,
    protocol: "oidc",
    profile: null,
    connection: "acme-oidc",
    policy: {},
    declared,
    lacking,
    lane: "parallel",
    scenario,
    connections: [],
    variants: names.map((name, index) => ({
      name,
      ns: `abcdefg${index}`,
      people: Object.fromEntries(
        Object.entries(people).map(([person, claims]) => [
          person,
          { name: person, key: `${person}.abcdefg${index}`, connection: "acme-oidc", claims },
        ]),
      ),
      accounts: [],
      invitations: [],
      steps,
    })),
  };
}

export const account = (id: string, fields: Partial<Account> = {}): Account => ({ id, seen_by: {}, ...fields });
export const signedIn = (id: string): SessionState => ({ state: "signed_in", account: id });
export const SIGNED_OUT: SessionState = { state: "signed_out" };
export const unknown = (reason: string): SessionState => ({ state: "unknown", reason });

export interface Seen {
  readonly person?: string;
  readonly browser?: string;
  /** The account of a session that was there before. */
  readonly earlier?: string;
  readonly outcome?: SignInObservation["outcome"];
  readonly session?: SessionState;
  readonly why?: string;
  readonly text?: string;
  readonly front?: string;
  readonly tamper?: SignInObservation["tamper"];
  readonly brought?: true;
}

function attempt({
  person = "ada",
  earlier,
  browser = "fresh",
  outcome,
  session,
  why = "because",
  text = "",
  front,
  tamper,
  brought,
}: Seen): SignInObservation {
  const state = session ?? SIGNED_OUT;
  return {
    person,
    connection: "acme-oidc",
    browser,
    outcome: outcome ?? (state.state === "signed_in" ? "signed_in" : "refused"),
    why,
    session: state,
    page: { url: "http://localhost/x", status: 200, title: "", text, ...(front === undefined ? {} : { front }) },
    ...(tamper === undefined ? {} : { tamper }),
    ...(brought === undefined ? {} : { brought }),
    ...(earlier === undefined ? {} : { earlier_session: { account: earlier, told_off: false } }),
    duration_ms: 1,
  };
}

export interface SeenStep {
  readonly sign_ins?: readonly Seen[];
  readonly before?: readonly Account[];
  readonly after?: readonly Account[];
  readonly session?: SessionState;
  /** The text of the page of a step that is no sign-in. */
  readonly page?: string;
  readonly names?: StepObservation["names"];
}

export function observed(
  steps: readonly SeenStep[],
  more: Partial<CheckObservation["variants"][number]> = {},
): CheckObservation["variants"][number] {
  return {
    name: null,
    ns: "abcdefg0",
    seeded: {},
    start: { at: 0, accounts: [] },
    steps: steps.map(({ sign_ins = [], before = [], after = before, session, page, names = {} }, index) => ({
      index,
      started_at: 0,
      duration_ms: 1,
      sign_ins: sign_ins.map(attempt),
      before: { at: 0, accounts: before },
      after: { at: 1, accounts: after },
      ...(session === undefined ? {} : { session }),
      ...(page === undefined ? {} : { page: { url: "http://localhost/x", status: 200, title: "", text: page } }),
      names,
      exchanges: [],
    })),
    ...more,
  };
}

/** Judges, and holds that a saved run is judged again to the same verdict. */
export function judge(
  check: Check,
  variants: readonly CheckObservation["variants"][number][],
  strictPolicy = false,
): CheckVerdict {
  const observation: CheckObservation = { check: check.name, variants };
  const verdict = judgeCheck(check, observation, { strictPolicy });
  const again = judgeCheck(
    JSON.parse(JSON.stringify(check)) as Check,
    JSON.parse(JSON.stringify(observation)) as CheckObservation,
    { strictPolicy },
  );
  if (JSON.stringify(again) !== JSON.stringify(verdict))
    throw new Error("judged otherwise after a round trip through JSON");
  return verdict;
}
