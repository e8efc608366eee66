import { defined } from "../../defined.ts";
import { JitterbugError, messageOf } from "../../errors.ts";
import type { Finding } from "../../observe/finding.ts";
import type { Account } from "../../observe/snapshot.ts";
import type { SeededAccount, Target } from "../../scenario/model/index.ts";
import { seedableFields, visibleFields } from "../../scenario/abilities.ts";
import type { SeedContext } from "../port.ts";
import { costOfLooking } from "./cost.ts";
import type { Patient } from "./options.ts";

/** The accounts can be read; and what is seeded is seen with the same values, and gone once it is removed. */
export async function examineAccounts(patient: Patient): Promise<Finding[]> {
  const { sp, target, ns } = patient;
  try {
    const { accounts } = await sp.snapshot(ns);
    if (accounts.length > 0) {
      return [
        unwell(
          "accounts",
          `a namespace that nobody used holds ${accounts.length} accounts`,
          "look at observe.accounts: its map shows something that is the same for all",
        ),
      ];
    }
    const can = `can be read by ${count(target.observe.accounts.length, "driver")}`;
    const cost = await costOfLooking(patient);
    const read: Finding = {
      topic: "accounts",
      ok: true,
      ...(cost === null ? { message: can } : { message: `${can}; ${cost.message}`, hint: cost.hint }),
    };
    return target.seed.account === undefined ? [read] : [read, ...(await roundTrip(patient))];
  } catch (error) {
    return [caught("accounts", error)];
  }
}

async function roundTrip({ sp, target, ns }: Patient): Promise<Finding[]> {
  const [connection] = target.connections;
  if (connection === undefined) return [];
  const context: SeedContext = { ns, organization: connection.organization, connection: connection.name };
  const account = specimen(target, connection.organization, ns);
  try {
    const id = await sp.seed(account, context);
    const seen = (await sp.snapshot(ns, { shows: [id] })).accounts.find((one) => one.id === id);
    const seeded = compared(account, seen, id, target);
    const removed = seen === undefined || target.seed.remove === undefined ? [] : [await removal(sp, id, context)];
    return [seeded, ...removed];
  } catch (error) {
    // Nothing is wrong: it was not allowed. The checks that need it say so.
    if (error instanceof JitterbugError && error.code === "ERR_REMOTE_HOST")
      return [{ topic: "seed", ok: true, message: `was not tried: ${error.message}`, hint: error.hint ?? "" }];
    return [caught("seed", error)];
  }
}

async function removal(sp: Patient["sp"], id: string, context: SeedContext): Promise<Finding> {
  try {
    await sp.remove(id, context);
    const isOut = (one: Account | undefined) => one === undefined || one.active === false;
    const awaits = (accounts: readonly Account[]) => isOut(accounts.find((one) => one.id === id));
    const left = (await sp.snapshot(context.ns, { awaits })).accounts.find((one) => one.id === id);
    if (left === undefined || isOut(left))
      return { topic: "remove", ok: true, message: "a seeded account is removed again" };
    return unwell(
      "remove",
      `account ${id} is still there, and active, after seed.remove`,
      "seed.remove must delete the account, or make it inactive",
    );
  } catch (error) {
    return caught("remove", error);
  }
}

type Specimen = SeededAccount & { readonly email: string };

function specimen(target: Target, organization: string, ns: string): Specimen {
  const domain = target.organizations.find(({ name }) => name === organization)?.verified_domains[0] ?? "doctor.test";
  return {
    name: "doctor",
    email: `doctor.${ns}@${domain}`,
    email_verified: true,
    username: `doctor.${ns}`,
    password: `Doctor-${ns}-1`,
    given_name: "Doctor",
    family_name: "Tester",
    active: true,
    place: target.place,
  };
}

function compared(account: Specimen, seen: Account | undefined, id: string, target: Target): Finding {
  const place = target.seed.account?.place;
  const at = place === undefined ? "" : ` (${place.file}:${place.line})`;
  if (seen === undefined) {
    return unwell(
      "seed",
      `seed.account told the id ${id}, and the accounts show no account with it and the namespace in it`,
      `seed.account${at}: its id must be the id that observe.accounts maps, and the seeded email or username must be mapped there`,
    );
  }
  if (visibleFields(target).has("email") && seen.email?.toLowerCase() !== account.email.toLowerCase()) {
    return unwell(
      "seed",
      `an account was seeded with the email ${account.email}, and is shown with ${seen.email ?? "none"}`,
      `seed.account${at} must write {{email}}, and map.email of observe.accounts must show it`,
    );
  }
  const unseen = WRITTEN.filter(
    (field) => seedableFields(target).has(field) && visibleFields(target).has(field) && isNothing(seen[field]),
  );
  if (unseen.length > 0) {
    const [field = ""] = unseen;
    return unwell(
      "seed",
      `an account was seeded with ${unseen.join(", ")}, and is shown without`,
      `map.${field} of observe.accounts matches nothing, or seed.account${at} writes it where the SP does not look`,
    );
  }
  return { topic: "seed", ok: true, message: "a seeded account is seen as it was written" };
}

/** What the doctor's account has beside its email: a map that matches nothing shows none of it. */
const WRITTEN = ["email_verified", "username", "given_name", "family_name", "active"] as const;

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === "";
}

function caught(topic: string, error: unknown): Finding {
  const hint = error instanceof JitterbugError ? error.hint : undefined;
  return unwell(topic, messageOf(error), hint);
}

function unwell(topic: string, message: string, hint?: string): Finding {
  return { topic, ok: false, message, ...defined({ hint }) };
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
