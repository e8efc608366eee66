import { own } from "../own.ts";
import {
  abilities,
  abilityOfCall,
  lacks,
  namesInCall,
  placeInEvents,
  SESSION_COOKIE,
  seedableFields,
  tellsNameOf,
  typesUsername,
  visibleAttributes,
  visibleFields,
} from "../scenario/abilities.ts";
import { invitationsIn, seededIn } from "../scenario/seeded.ts";
import { needsOfScenario } from "../scenario/index.ts";
import {
  SEED_NAMES,
  type AccountField,
  type Json,
  type Scenario,
  type SeededAccount,
  type Target,
} from "../scenario/model/index.ts";
import { changesOf, editedBy, throughIdp } from "../scenario/vocabulary/index.ts";
import type { PlannedPerson, Variant } from "./check.ts";
import { settleByMeans } from "./means.ts";
import { notApplicable, unobservable, type Settled } from "./settled.ts";
import type { Filled, Unfilled } from "./settling.ts";

/**
 * A thing that the SP has not does not apply; a thing that its target file does not tell how to do cannot be seen, but
 * for the means of looking closer (`means.ts`).
 * A seeded account is worth nothing where what matters in it is not written.
 */
export function settleByAbilities({ scenario, target, policy }: Unfilled): Settled | undefined {
  const needed = needsOfScenario(scenario).abilities;
  const [able, none] = [abilities(target), lacks(target)];
  const absent = needed.filter((ability) => none.has(ability));
  if (absent.includes(SESSION_COOKIE)) return notApplicable(NO_COOKIE);
  if (absent.length > 0) return notApplicable(`the target declares that it has no ${absent.join(", ")}`);
  const missing = needed.filter((ability) => !able.has(ability));
  const unnamed = [...new Set(scenario.steps.flatMap(editedBy))].filter((claim) => !tellsNameOf(target, claim));
  if (unnamed.length > 0)
    return notApplicable(`no seed.mapping of the target file tells the SP of the ${namesOf(unnamed)}`);
  const byMeans = settleByMeans(missing, policy);
  if (byMeans !== undefined) return byMeans;
  const untold = missing.flatMap((ability) => placeInEvents(ability) ?? []);
  if (untold.length > 0)
    return unobservable(
      `observe.events of the target file has no ${untold.join(", ")}`,
      untold.map((place) => `${place} in observe.events`),
    );
  if (missing.length > 0)
    return unobservable(`the target file does not say how to ${missing.join(", ")}`, missing.map(placeOfAbility));
  const [shown, fields] = [visibleAttributes(target), visibleFields(target)];
  const unshown = scenario.require.shows.flatMap((name) =>
    isShownField(name) ? (fields.has(name) ? [] : [name]) : shown.has(name) ? [] : [`attributes.${name}`],
  );
  if (unshown.length > 0) return notApplicable(`observe.accounts of the target file maps no ${unshown.join(", ")}`);
  const writes: ReadonlySet<string> = needed.includes("seed") ? seedableFields(target) : new Set();
  const lacking = scenario.require.seeds.filter((field) => !writes.has(field));
  if (lacking.length > 0) return notApplicable(`seed.account of the target file does not write ${lacking.join(", ")}`);
  const inName = writes.has("name")
    ? NAME_PARTS.filter((part) => !needsOfScenario(scenario).fields.includes(part))
    : [];
  const written = new Set<string>([...writes, ...inName]);
  // Whose name nobody wrote, of them nobody can type it.
  const typed = typesUsername(target) ? seededIn(scenario).filter(({ password }) => password !== undefined) : [];
  const seeded = [...seededIn(scenario).flatMap(seededFields), ...typed.map(() => "username" as const)];
  const unwritten = [...new Set(seeded)].filter((field) => !written.has(field));
  const without = unwritten.filter((field) => target.observe.none?.some((one) => one === field));
  if (without.length > 0) return notApplicable(`the target declares that it has no ${without.join(", ")}`);
  if (unwritten.length > 0)
    return unobservable(
      `seed.account of the target file does not write ${unwritten.join(", ")}`,
      unwritten.map((field) => `${field} in seed.account`),
    );
  return settleByInvitations(scenario, target);
}

const NO_COOKIE = "a page keeps what tells whose session it is (`kept` of observe.session), and no cookie does";

function namesOf(claims: readonly string[]): string {
  const [last = "", ...rest] = claims.toReversed();
  return rest.length === 0 ? `name of ${last}` : `names of ${rest.toReversed().join(", ")} and ${last}`;
}

/** An invitation that brings roles is worth nothing where the call does not write them. */
function settleByInvitations(scenario: Scenario, target: Target): Settled | undefined {
  const used = namesInCall(target.seed.invite);
  const bringsRoles = invitationsIn(scenario).some(({ roles }) => roles !== undefined);
  if (!bringsRoles || used.has("role") || used.has("roles")) return undefined;
  return unobservable("seed.invite of the target file does not write roles", ["roles in seed.invite"]);
}

/** Where a target file says how something is done. */
function placeOfAbility(ability: string): string {
  const call = SEED_NAMES.find((name) => abilityOfCall(name) === ability);
  if (call !== undefined) return `seed.${call}`;
  if (ability === "session" || ability === "accounts") return `observe.${ability}`;
  return `drive.${ability}`;
}

const placeOfField = (field: AccountField): string => `${field} in observe.accounts`;

/** What an account is by default need not be written: a verified email, and active. */
function seededFields(account: SeededAccount): readonly string[] {
  return Object.entries(account).flatMap(([field, value]) =>
    NOT_WRITTEN.includes(field) || value === true ? [] : [field],
  );
}

/** Fields that `require: { shows: ... }` can name; any other word is an attribute. */
const SHOWN_FIELDS = ["username", "name", "last_sign_in"] as const;

function isShownField(name: string): name is (typeof SHOWN_FIELDS)[number] {
  return SHOWN_FIELDS.some((field) => field === name);
}

/** What the whole name of a seeded account is made of. */
const NAME_PARTS = ["given_name", "family_name"] as const;

/** What of a seeded account is the scenario's own. */
const NOT_WRITTEN: readonly string[] = ["name", "at", "place"];

/** Where each claim of a person can come to stand in an account. */
const SHOWN_AS: { readonly [claim: string]: AccountField } = {
  subject: "identities",
  email: "email",
  preferred_username: "username",
  given_name: "given_name",
  family_name: "family_name",
  name: "name",
};

/** An account in which nothing tells the namespace cannot be told from anybody else's. */
export function settleByNamespace({ target, variants }: Filled): Settled | undefined {
  const visible = visibleFields(target);
  for (const variant of variants) {
    const lost = newcomers(variant).find(
      ({ claims }) => !carriers(claims, variant.ns).some((field) => visible.has(field)),
    );
    if (lost === undefined) continue;
    const fields = [...new Set(carriers(lost.claims, variant.ns))];
    const row = variant.name === null ? "" : ` (${variant.name})`;
    const cure = fields.length === 0 ? "" : `; map one of ${fields.join(", ")} in observe.accounts`;
    const reason = `nothing that the target shows would tell the account of ${lost.name}${row}${cure}`;
    return unobservable(reason, fields.map(placeOfField));
  }
  return undefined;
}

type Claims = PlannedPerson["claims"];

/** The people who sign in, with what the IdP says of them the first time. */
function newcomers({ people, steps }: Variant): readonly { readonly name: string; readonly claims: Claims }[] {
  const now = new Map<string, Claims>(Object.values(people).map(({ name, claims }) => [name, claims]));
  const first = new Map<string, Claims>();
  for (const step of steps) {
    for (const { person } of throughIdp(step)) if (!first.has(person)) first.set(person, now.get(person) ?? {});
    for (const [name, change] of Object.entries(changesOf(step))) {
      const kept = Object.entries({ ...now.get(name), ...change.claims }).filter(
        ([claim]) => !change.without.includes(claim),
      );
      now.set(name, Object.fromEntries(kept));
    }
  }
  return [...first].map(([name, claims]) => ({ name, claims }));
}

function carriers(claims: Claims, ns: string): readonly AccountField[] {
  return Object.entries(claims).flatMap(([claim, value]) =>
    holds(value, ns) ? [own(SHOWN_AS, claim) ?? "attributes"] : [],
  );
}

function holds(value: Json, ns: string): boolean {
  if (typeof value === "string") return value.toLowerCase().includes(ns);
  return typeof value === "object" && value !== null && Object.values(value).some((inner: Json) => holds(inner, ns));
}
