import { applies, type Expect, type Policy, type Step } from "../scenario/model/index.ts";
import {
  abilityOf,
  atOnce,
  browserNamedBy,
  changesOf,
  deliveredBy,
  endingsOf,
  goesOnIn,
  heldBy,
  needsQuiet,
  tamperingOf,
  throughIdp,
} from "../scenario/vocabulary/index.ts";
import { isForged } from "./corrupting.ts";
import type { Check, Variant } from "./check.ts";

/**
 * So many corrupted messages are sent at most, to a stranger and again to somebody known, between two controls that prove
 * them: more saves little, and an SP that puts off whoever fails again and again would put off the controls, too.
 */
const MOST = 16;

/**
 * Checks in groups that can be driven together: at one connection, by the same people, who do the same but for the
 * message that is corrupted. One full control before and one after such a group prove all that lies between, so that
 * each check need not bring its own. What shares with nobody is a group of its own; groups stand where the first of
 * them stood. Pure.
 */
export function together(checks: readonly Check[]): readonly (readonly Check[])[] {
  const groups: Check[][] = [];
  const open = new Map<string, Check[]>();
  for (const check of checks) {
    const key = keyOf(check);
    const group = key === null ? undefined : open.get(key);
    if (group !== undefined && sizeOf(group) + check.variants.length <= MOST) {
      group.push(check);
      continue;
    }
    const own = [check];
    groups.push(own);
    if (key !== null) open.set(key, own);
  }
  return groups;
}

function sizeOf(group: readonly Check[]): number {
  return group.reduce((sum, { variants }) => sum + variants.length, 0);
}

/** Whether an SP may lawfully let somebody in by one of the messages that a check corrupts. */
export function mayEnter({ variants, declared }: Check): boolean {
  return variants.some(({ steps }) => steps.some((step) => isForged(step) && admitsEntry(step.expect, declared)));
}

/** The same check with other people, who differ in the namespace alone. */
export function movedTo(check: Check, ns: string): Check {
  return { ...check, variants: check.variants.map((variant) => renamed(variant, variant.ns, ns)) };
}

/** Whether controls around all the rows of a check prove what lies between; else each row brings its own. */
export function sharesControls(check: Check): boolean {
  return keyOf(check) !== null;
}

/** What checks that share their controls have in common; null: it shares with nobody. */
function keyOf(check: Check): string | null {
  const keys = new Set(check.variants.map(skeletonOf));
  const [key] = keys;
  if (check.lane !== "parallel" || keys.size !== 1 || key === undefined || key === null) return null;
  return JSON.stringify([check.connection, check.connections.map(({ name }) => name), mayEnter(check), key]);
}

/** All that is done but for the corruption; null where no controls around it would prove what lies between. */
function skeletonOf(variant: Variant): string | null {
  const { people, accounts, invitations, steps } = renamed(variant, variant.ns, "-");
  const first = steps.findIndex(isForged);
  const proves = (step: Step | undefined) => step?.control === true && throughIdp(step) !== undefined;
  const isProven =
    first > 0 &&
    proves(steps.at(-1)) &&
    tamperingOf(steps.at(-1) as Step) !== undefined &&
    steps.slice(0, first).some(proves);
  if (!isProven || accounts.length + invitations.length > 0 || !steps.every(isPlain)) return null;
  const done = steps.map((step) => (isForged(step) ? { ...doing(step), tamper: "" } : doing(step)));
  return JSON.stringify([people, done]);
}

/** People come through the IdP, one after another, each in a fresh browser, or are told of anew there. */
function isPlain(step: Step): boolean {
  const isSignIn =
    throughIdp(step).length === 1 &&
    throughIdp(step)[0]?.times === 1 &&
    atOnce(step) <= 1 &&
    browserNamedBy(step) === undefined;
  const isChange = Object.keys(changesOf(step)).length > 0;
  return (
    (isSignIn || isChange) &&
    abilityOf(step) === undefined &&
    !needsQuiet(step) &&
    heldBy(step) === undefined &&
    deliveredBy(step).length === 0 &&
    goesOnIn(step) === undefined &&
    (!isForged(step) || step.expect?.remember === undefined)
  );
}

function doing(step: Step): object {
  const { place: _, expect, ...rest } = step;
  return { ...rest, remember: expect?.remember ?? null };
}

/** Who is let in lawfully is no stranger to what follows: such checks keep to themselves. */
function admitsEntry(expect: Expect | undefined, declared: Policy): boolean {
  if (expect === undefined) return true;
  const endings = endingsOf(expect);
  if (endings.length > 0) return endings.some(({ any }) => any.some((outcome) => outcome !== "refused"));
  const rows = expect.one_of.filter(({ when }) => applies(when, declared));
  return rows.length === 0 || rows.some((row) => admitsEntry(row, declared));
}

/** Every text with one namespace in the place of the other. */
function renamed<T>(value: T, from: string, to: string): T {
  const within = (one: unknown): unknown => {
    if (typeof one === "string") return one.replaceAll(from, to);
    if (Array.isArray(one)) return one.map(within);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([key, member]) => [key, within(member)]));
  };
  return within(value) as T;
}
