import { defined } from "../defined.ts";
import { JitterbugError } from "../errors.ts";
import {
  PROTOCOLS,
  type Connection,
  type EachRow,
  type Policy,
  type Protocol,
  type Scenario,
  type Situation,
  type Target,
} from "../scenario/model/index.ts";
import { TemplateError } from "../scenario/template.ts";
import { needsLogout } from "../scenario/vocabulary/index.ts";
import { bind, type Binding } from "./bind.ts";
import type { Check, Plan, Variant } from "./check.ts";
import { isOfForgery } from "./corrupting.ts";
import { declaredIn } from "./declared.ts";
import { isLeftOut } from "./frozen.ts";
import { amongKnown, lackingForKnown } from "./known.ts";
import { describeTuple, tupleKnobs, tupleOf, type Tuple } from "./knobs.ts";
import type { Withheld } from "./leave.ts";
import { demandOf, Offers, type Offer } from "./offer.ts";
import { renderAccount, renderInvitation, renderStep } from "./render-steps.ts";
import { reachedRows, type Reached } from "./rows.ts";
import { makeScope } from "./scope.ts";
import { wantsCheck, wantsPlace, wantsScenario, type PlanSelection } from "./select.ts";
import { notApplicable, type Settled } from "./settled.ts";
import { settledFilled, settledUnfilled } from "./settling.ts";
import { logoutOf } from "./shape.ts";
import { declaredUnsafe } from "./unsafe.ts";
import { unreached } from "./unreached.ts";
import { rowTraits } from "./vouching.ts";

export interface PlanRequest {
  readonly scenarios: readonly Scenario[];
  readonly target: Target;
  readonly select: PlanSelection;
  /** The namespace of a number, another for each: 8 characters, `[a-z][a-z0-9]*`. Numbers are not in a row. */
  readonly mint: (n: number) => string;
  /** Left out: nothing is. */
  readonly withheld?: Withheld;
  /** Left out: rows. */
  readonly tuples?: TupleChoice;
}

/** Which policies make checks of their own: those that reach other rows of a scenario's tables, or all that differ. */
export type TupleChoice = "rows" | "all";

/** What the planning of every scenario shares. */
interface Ground {
  readonly target: Target;
  readonly offers: Offers;
  readonly homes: ReadonlyMap<string, Connection>;
  readonly next: () => string;
  readonly withheld: Withheld;
  readonly tuples: TupleChoice;
  readonly select: PlanSelection;
  /** The ids of the scenarios that are made for a situation. */
  readonly covering: (situation: Situation) => readonly string[];
}

/**
 * Turns scenarios into checks: one for each protocol, shape of connection and distinct set of rows of a scenario's tables
 * that a policy reaches (`tuples: all`: for each distinct tuple of the knobs that the tables name), on the plainest
 * connection of the target that offers it. Pure, and the same whatever the order of scenarios and connections; a
 * selection changes neither the checks that are left nor their namespaces, but a check stands at a connection that is
 * selected by its policy or profile where one offers it.
 * What is declared unsafe comes last, whichever scenarios are selected.
 */
export function makePlan({ scenarios, target, select, mint, withheld = {}, tuples = "rows" }: PlanRequest): Plan {
  const situations = [...new Set(scenarios.flatMap(({ covers }) => covers))];
  const covered = new Map(
    situations.map((situation) => {
      const ids = scenarios.filter(({ covers }) => covers.includes(situation)).map(({ id }) => id);
      return [situation, ids.toSorted()] as const;
    }),
  );
  const ground: Omit<Ground, "next"> = {
    target,
    offers: new Offers(target),
    homes: new Map(target.connections.map((connection) => [connection.name, connection])),
    withheld,
    tuples,
    select,
    covering: (situation) => covered.get(situation) ?? [],
  };
  const sorted = scenarios.toSorted((a, b) => compare(a.pack, b.pack) || compare(a.id, b.id));
  const wanted = sorted.flatMap((scenario, at) => {
    if (!wantsScenario(select, scenario) || isLeftOut(scenario, target, select)) return [];
    let minted = at * MOST_NAMESPACES;
    const next = () => mint(minted++);
    return protocolsOf(scenario).map((protocol) => orItsFault(scenario, protocol, { ...ground, next }));
  });
  return {
    declared: declaredIn(target),
    checks: [
      ...wanted.flatMap(({ checks }) => checks).filter((check) => wantsCheck(select, check)),
      ...declaredUnsafe(target, (check) => wantsCheck(select, check)),
    ],
    not_offered: wanted
      .flatMap(({ not_offered }) => not_offered)
      .filter(({ protocol }) => select.protocols.length === 0 || select.protocols.includes(protocol)),
  };
}

/** Of one scenario: each has its own numbers, whichever of the others are planned. */
const MOST_NAMESPACES = 1_000_000;

/** What only shows once the templates are filled in is the scenario's own fault all the same. Throws ERR_YAML. */
function orItsFault(scenario: Scenario, protocol: Protocol, ground: Ground): Omit<Plan, "declared"> {
  try {
    return planScenario(scenario, protocol, ground);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    const fault = { place: scenario.place, source: "", message: error.message };
    throw new JitterbugError("ERR_YAML", `the scenario ${scenario.id} cannot be filled in`, { faults: [fault] });
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function protocolsOf({ protocols }: Scenario): readonly Protocol[] {
  return PROTOCOLS.filter((protocol) => protocols.includes(protocol));
}

function planScenario(scenario: Scenario, protocol: Protocol, ground: Ground): Omit<Plan, "declared"> {
  const known = meetingOf(scenario, protocol, ground).length === 0 ? amongKnown(scenario, ground.target) : undefined;
  const isAmongKnown = known !== undefined && meetingOf(known, protocol, ground).length > 0;
  return planAsked(isAmongKnown ? known : scenario, protocol, ground);
}

function meetingOf(scenario: Scenario, protocol: Protocol, { offers }: Ground): readonly Offer[] {
  const demand = demandOf(scenario, protocol);
  return offers.of(protocol).filter((offer) => demand(offer).length === 0);
}

function planAsked(scenario: Scenario, protocol: Protocol, ground: Ground): Omit<Plan, "declared"> {
  const meeting = meetingOf(scenario, protocol, ground);
  if (meeting.length === 0) {
    const reason = whyNone(scenario, protocol, ground);
    return {
      checks: [settledCheck(scenario, protocol, notApplicable(reason))],
      not_offered: [{ id: scenario.id, protocol, reason }],
    };
  }
  const classes = [...Map.groupBy(placesOf(scenario, meeting, ground), ({ key }) => key).values()];
  return {
    checks: named(classes.map((places) => planOneOf(scenario, places, ground))),
    not_offered: unreached(scenario, protocol, meeting).map((reason) => ({ id: scenario.id, protocol, reason })),
  };
}

/** Where a check may stand. */
interface PlaceOfCheck {
  readonly offer: Offer;
  readonly tuple: Tuple;
  /** What is not told apart by it is one check. */
  readonly key: string;
  /** What of the policy stands in the check's name. */
  readonly bracket: readonly string[];
}

function placesOf(scenario: Scenario, offers: readonly Offer[], { target, tuples }: Ground): readonly PlaceOfCheck[] {
  const knobs = new Map(PROTOCOLS.map((protocol) => [protocol, tupleKnobs(scenario, protocol)]));
  const known = new Map<string, Reached>();
  const forged = isOfForgery(scenario);
  const logsOut = scenario.steps.some(needsLogout);
  return offers.map((offer) => {
    const { connection, policy } = offer;
    const shape = [offer.shape, forged ? offer.seal : null, logsOut ? logoutOf(connection) : null];
    const traits = rowTraits(scenario, target, connection, policy);
    const tuple = tupleOf(knobs.get(traits.protocol) ?? [], connection, policy);
    const whole = describeTuple(tuple);
    if (tuples === "all") return { offer, tuple, key: JSON.stringify([shape, whole]), bracket: whole };
    // Connections are many, and policies few.
    const asked = JSON.stringify([traits, whole]);
    const reached = known.get(asked) ?? reachedRows(scenario, tuple, traits, policy);
    known.set(asked, reached);
    return { offer, tuple, key: JSON.stringify([shape, reached.key]), bracket: reached.named };
  });
}

/** At the first that is selected, of those at which it can be driven; where there is none, at the first of all. */
function planOneOf(scenario: Scenario, places: readonly PlaceOfCheck[], ground: Ground): Check {
  const minted: string[] = [];
  const at = (place: PlaceOfCheck): Check => {
    let used = 0;
    const next = () => (minted[used++] ??= ground.next());
    return planCheck(scenario, place, { ...ground, next });
  };
  const isSelected = ({ offer: { connection, policy } }: PlaceOfCheck) =>
    wantsPlace(ground.select, connection.profile ?? null, policy);
  let first: Check | undefined;
  for (const place of [...places.filter(isSelected), ...places.filter((one) => !isSelected(one))]) {
    const check = at(place);
    if (check.settled === undefined) return check;
    first ??= check;
  }
  if (first === undefined) throw new Error("a check stands somewhere");
  return first;
}

/** What several connections offer alike is told apart by the connection; the plainest keeps the plain name. */
function named(checks: readonly Check[]): readonly Check[] {
  const taken = new Set<string>();
  return checks.map((check) => {
    const { name, protocol, profile, connection } = check;
    if (!taken.has(name)) {
      taken.add(name);
      return check;
    }
    const head = [protocol, ...(profile === null ? [] : [profile])].join(", ");
    return { ...check, name: name.replace(`[${head}`, () => `[${head}, at ${connection}`) };
  });
}

function whyNone(scenario: Scenario, protocol: Protocol, { offers: all, target }: Ground): string {
  const offers = all.of(protocol);
  if (offers.length === 0) return `the target has no ${protocol} connection`;
  const isShut = offers.every(({ policy }) => policy.jit !== "on");
  // What is lacking where nobody new is let in is not that somebody is.
  const asked = (isShut ? amongKnown(scenario, target) : undefined) ?? scenario;
  const nearest = offers.map(demandOf(asked, protocol)).reduce((best, one) => (one.length < best.length ? one : best));
  const reason = `no ${protocol} connection offers ${nearest.join(", ")}`;
  const fields = isShut ? lackingForKnown(scenario, target) : [];
  return fields.length === 0 ? reason : `${reason}, and seed.account does not write ${fields.join(", ")}`;
}

function settledCheck(scenario: Scenario, protocol: Protocol, settled: Settled): Check {
  return {
    ...commonOf(scenario, protocol, null, {}, []),
    connection: "",
    declared: {},
    lacking: [],
    connections: [],
    variants: [],
    settled,
  };
}

function commonOf(
  scenario: Scenario,
  protocol: Protocol,
  profile: string | null,
  policy: Tuple,
  bracket: readonly string[],
) {
  const { id, pack, title, severity, lane } = scenario;
  const name = `${id} [${[protocol, ...(profile === null ? [] : [profile]), ...bracket].join(", ")}]`;
  return { id, name, pack, title, severity, protocol, profile, policy, lane, scenario };
}

function planCheck(scenario: Scenario, { offer, tuple, bracket }: PlaceOfCheck, ground: Ground): Check {
  const { target, offers, homes, next, withheld, covering } = ground;
  const { connection, policy } = offer;
  const common = {
    ...commonOf(scenario, connection.protocol, connection.profile ?? null, tuple, bracket),
    connection: connection.name,
    declared: policy,
    lacking: target.observe.none ?? [],
  };
  const settledAs = (settled: Settled): Check => ({ ...common, connections: [connection], variants: [], settled });
  const binding = bind(scenario, offer, offers, tuple);
  if ("missing" in binding) return settledAs(notApplicable(binding.missing));
  const rows = rowsOn(scenario, connection.protocol);
  const unfilled = { scenario, target, connection, policy, rows };
  const without = settledUnfilled(unfilled);
  if (without !== undefined) return settledAs(without);
  const policyOf = (one: Connection): Policy => offers.policyOf(one);
  const variants = attempt(() => rows.map((row) => planVariant(scenario, target, binding, policyOf, row, next())));
  if ("verdict" in variants) return settledAs(variants);
  const homeOf = (name: string) => {
    const found = homes.get(name);
    return found === undefined ? undefined : { connection: found, policy: policyOf(found) };
  };
  const settled = settledFilled({ ...unfilled, variants, homeOf, covering, withheld });
  if (settled !== undefined) return settledAs(settled);
  const connections = [...new Set([connection, ...binding.named.values()])];
  return { ...common, connections, variants };
}

/** A template of what this connection does not declare (`{{roles.one.group}}`, `{{required.one}}`) has no value here. */
function attempt<T extends object>(render: () => T): T | Settled {
  try {
    return render();
  } catch (error) {
    if (
      !(error instanceof TemplateError) ||
      !/^(?:roles\.|required\.|second_domain$|public_domain$|deep_link$)/.test(error.path)
    )
      throw error;
    return notApplicable(`the connection declares nothing for {{${error.path}}}`);
  }
}

function planVariant(
  scenario: Scenario,
  target: Target,
  binding: Binding,
  policyOf: (connection: Connection) => Policy,
  row: EachRow | null,
  ns: string,
): Variant {
  const scope = makeScope({ scenario, target, binding, policyOf, row, ns });
  const traits = rowTraits(scenario, target, binding.own, policyOf(binding.own));
  const people = scenario.given.people.map(({ name, assigned }) => {
    const planned = {
      name,
      key: `${name}.${ns}`,
      connection: scope.connectionOf(name).name,
      claims: scope.claimsOf(name),
      ...defined({ assigned }),
    };
    return [name, planned] as const;
  });
  return {
    name: row?.name ?? null,
    ns,
    people: Object.fromEntries(people),
    accounts: scenario.given.accounts.map((account) => renderAccount(scope.seeded(account), scope.lookup, binding)),
    invitations: scenario.given.invitations.map((invitation) => renderInvitation(invitation, scope.lookup, binding)),
    steps: scenario.steps.map((step) => renderStep(step, scope, binding, traits)),
  };
}

/** The rows of `each` that are of this protocol; a scenario without a table has one nameless row. */
function rowsOn({ each }: Scenario, protocol: Protocol): readonly (EachRow | null)[] {
  if (each.length === 0) return [null];
  return each.filter(({ protocols }) => protocols === undefined || protocols.includes(protocol));
}
