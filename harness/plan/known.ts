import { defined } from "../defined.ts";
import { CONTROL } from "../tampers/index.ts";
import { seedableFields } from "../scenario/abilities.ts";
import { needsOfScenario } from "../scenario/index.ts";
import {
  knobsOf,
  PROTOCOLS,
  type AccountField,
  type Person,
  type PersonChange,
  type Scenario,
  type SeededAccount,
  type Step,
  type Target,
} from "../scenario/model/index.ts";
import { seededIn } from "../scenario/seeded.ts";
import {
  accountFor,
  changesOf,
  createdBy,
  deliveredBy,
  endingsIn,
  eventsOf,
  heldBy,
  isRemoval,
  ofAwaiting,
  ofKnown,
  providedBy,
  seeding,
  tamperingOf,
  throughIdp,
} from "../scenario/vocabulary/index.ts";
import { rowsOf } from "./knobs.ts";

/**
 * The same scenario at an SP that lets nobody new in: before anybody's first sign-in the SP is given an account with
 * the identity that the IdP gives. What a corrupted message does to somebody unknown is left out, for nobody unknown
 * gets in there. Undefined where the scenario is about newcomers, or where the target file cannot make such accounts.
 */
export function amongKnown(scenario: Scenario, target: Target): Scenario | undefined {
  const writes = seedableFields(target);
  const steps = stepsAmongKnown(scenario, writes);
  if (steps === undefined || lacking(scenario, writes).length > 0) return undefined;
  const { require } = scenario;
  const role_sync = aboutRoles(scenario) ? { role_sync: require.policy.role_sync ?? AT_EACH_SIGN_IN } : {};
  const profile_sync = aboutNames(scenario) ? { profile_sync: ["every_login"] } : {};
  return {
    ...scenario,
    steps,
    require: {
      ...require,
      policy: { ...require.policy, jit: ["off", "pending_approval"], ...role_sync, ...profile_sync },
    },
  };
}

/** Roles that come with an account that is made are not seen where the kit makes it. */
const AT_EACH_SIGN_IN = ["mirror", "authoritative", "add_only"];

function aboutRoles({ require }: Scenario): boolean {
  return require.roles > 0 || require.default_role;
}

/** Likewise names that somebody comes with for the first time. */
function aboutNames(scenario: Scenario): boolean {
  return scenario.among_known === true && NAMES.some((name) => needsOfScenario(scenario).fields.includes(name));
}

const NAMES: readonly AccountField[] = ["given_name", "family_name", "name"];

/** What `seed.account` would have to write for that; empty: nothing would help. */
export function lackingForKnown(scenario: Scenario, target: Target): readonly AccountField[] {
  const missing = lacking(scenario, seedableFields(target));
  return missing.length > 0 && stepsAmongKnown(scenario, new Set()) !== undefined ? missing : [];
}

function speaksOfJit(scenario: Scenario): boolean {
  const { policy, not } = scenario.require;
  const inRows = PROTOCOLS.some((protocol) =>
    rowsOf(scenario, protocol).some(({ when }) => knobsOf(when).includes("jit")),
  );
  const isOfOthers = policy.jit !== undefined && policy.jit.join() !== "on";
  return inRows || isOfOthers || not.jit !== undefined;
}

/** Whom the kit makes, the SP tells otherwise in its audit log than whom a sign-in makes. */
function asksWhoWasMade({ steps }: Scenario): boolean {
  return steps.some(({ expect }) => expect !== undefined && eventsOf(expect)?.includes("created") === true);
}

/** What the scenario looks at must be in the account before: an SP that is told it once would never have it. */
function lacking(scenario: Scenario, writes: ReadonlySet<string>): readonly AccountField[] {
  const looked = needsOfScenario(scenario).fields.filter((field) => OF_THE_PERSON.includes(field));
  return [...ALWAYS, ...looked].filter((field) => !writes.has(field));
}

const ALWAYS: readonly AccountField[] = ["email", "identities"];
const OF_THE_PERSON: readonly AccountField[] = ["username", "given_name", "family_name", "name"];

function stepsAmongKnown(scenario: Scenario, writes: ReadonlySet<string>): readonly Step[] | undefined {
  if (speaksOfJit(scenario) || asksWhoWasMade(scenario)) return undefined;
  const looksAtName = needsOfScenario(scenario).fields.includes("name");
  const people = new Map(scenario.given.people.map((person) => [person.name, person]));
  const given = seededIn(scenario);
  const meant = scenario.among_known === true;
  /** Answers that are kept, of somebody whose first they are, and the account that was made for them. */
  const arriving = new Map<string, string>();
  /** Who has an account that a sign-in leads to. */
  const known = new Set(given.flatMap((account) => [...people.keys()].filter((name) => isTheirs(account, name))));
  const steps: Step[] = [];
  const left: Step[] = [];
  for (const step of scenario.steps) {
    if (isRemoval(step) && !meant) return undefined;
    const provided = providedBy(step);
    if (provided !== undefined) known.add(provided);
    if (Object.entries(changesOf(step)).some(([name, change]) => !known.has(name) && !(meant && isOfWords(change))))
      return undefined;
    const comers = throughIdp(step).flatMap(({ person }) => people.get(person) ?? []);
    const [person] = comers;
    const arrives = deliveredBy(step).map(({ answer }) => arriving.get(answer))[0];
    if (arrives !== undefined && step.expect !== undefined) {
      steps.push({ ...step, expect: ofKnown(step.expect, arrives) });
      for (const { answer } of deliveredBy(step)) arriving.delete(answer);
    } else if (person === undefined || comers.every(({ name }) => known.has(name))) {
      steps.push(step);
    } else if (comers.length > 1) {
      return undefined;
    } else if (
      isFirst(step, arrivalOf(step, scenario.steps), meant) &&
      isOrdinary(person, given, { looksAtName, meant })
    ) {
      const account = accountOf(person, writes, step);
      const held = heldBy(step);
      const expect = held === undefined && step.expect !== undefined ? ofKnown(step.expect, account.name) : step.expect;
      steps.push(seeding(account), { ...step, ...defined({ expect }) });
      if (held !== undefined) arriving.set(held, account.name);
      known.add(person.name);
    } else if (isCorrupted(step)) {
      left.push(step);
    } else if (meant && mayBeRefused(step)) {
      steps.push({ ...step, ...defined({ expect: step.expect && ofAwaiting(step.expect) }) });
    } else return undefined;
  }
  return isWhole(steps, left) ? steps : undefined;
}

/** The account that is made in the scenario is the person's own already. */
function isTheirs({ identities = [] }: SeededAccount, person: string): boolean {
  return identities.some(({ subject }) => subject.includes(`{{${person}.subject}}`));
}

/** The step by which the SP is told of a sign-in: itself, or the first that delivers the answer that it keeps. */
function arrivalOf(step: Step, steps: readonly Step[]): Step | undefined {
  const held = heldBy(step);
  if (held === undefined) return step;
  return steps.find((one) => deliveredBy(one).some(({ answer }) => answer === held));
}

/**
 * Once, and to be let in whatever the policy: what a table says else of a newcomer is another question, unless the
 * scenario says that it is none.
 */
function isFirst(step: Step, arrival: Step | undefined, meant: boolean): boolean {
  const expect = arrival?.expect;
  if (expect === undefined || throughIdp(step)[0]?.times !== 1) return false;
  if (meant) return true;
  const ends = endingsIn(expect);
  const counts = expect.all.flatMap((expectation) => createdBy(expectation) ?? []);
  const isLetIn = ends.length > 0 && ends.every(({ any }) => any.length === 1 && any[0] === "signed_in");
  return isLetIn && (counts.length === 0 || counts.includes(1));
}

/**
 * Whose account can be made beside the others: nothing that identifies is odd, left out, or somebody else's; nor a whole
 * name that is looked at, for an account that is made has one of its parts.
 */
function isOrdinary(
  { name, claims, without }: Person,
  given: readonly SeededAccount[],
  { looksAtName, meant }: { readonly looksAtName: boolean; readonly meant: boolean },
): boolean {
  const own = ["email", "email_verified", ...(meant ? [] : ["preferred_username"]), ...(looksAtName ? ["name"] : [])];
  const isShared = given.some((account) => JSON.stringify({ ...account, place: null }).includes(`{{${name}.email}}`));
  return without.length === 0 && !own.some((claim) => Object.hasOwn(claims, claim)) && !isShared;
}

/** Somebody who stays new, since no account can be made for them, may be so wherever nobody new is let in. */
function mayBeRefused({ expect }: Step): boolean {
  const ends = expect === undefined ? [] : endingsIn(expect);
  return ends.length === 0 || ends.some(({ any }) => any.includes("refused"));
}

/** What is said of them is nothing that an account is found by. */
function isOfWords({ claims, without, template }: PersonChange): boolean {
  return template === undefined && ![...Object.keys(claims), ...without].some((one) => FOUND_BY.includes(one));
}

const FOUND_BY: readonly string[] = ["subject", "email", "email_verified"];

/** A username that is somebody else's, or the SP's own, cannot be made: theirs is another until they sign in. */
function accountOf({ name, at, claims }: Person, writes: ReadonlySet<string>, { place }: Step): SeededAccount {
  const isOdd = Object.hasOwn(claims, "preferred_username");
  const words = {
    username: isOdd ? `known-${name}.{{ns}}` : `{{${name}.preferred_username}}`,
    given_name: `{{${name}.given_name}}`,
    family_name: `{{${name}.family_name}}`,
  };
  const isWritten = (field: string): boolean => writes.has(field) || (field !== "username" && writes.has("name"));
  return {
    name: accountFor(name),
    ...(at === undefined ? {} : { at }),
    email: `{{${name}.email}}`,
    email_verified: true,
    ...Object.fromEntries(Object.entries(words).filter(([field]) => isWritten(field))),
    identities: [{ subject: `{{${name}.subject}}` }],
    place,
  };
}

function isCorrupted(step: Step): boolean {
  const use = tamperingOf(step)?.use.name;
  return use !== undefined && use !== CONTROL;
}

/** Something is corrupted still where something was, and no name is missing that a step left out would have given. */
function isWhole(steps: readonly Step[], left: readonly Step[]): boolean {
  const names = left.flatMap(({ expect }) => expect?.remember ?? []);
  const said = JSON.stringify(steps.map(({ expect }) => expect ?? null));
  const isNamed = (name: string) => said.includes(`"${name}"`);
  return left.length === 0 || (steps.some(isCorrupted) && !names.some(isNamed));
}
