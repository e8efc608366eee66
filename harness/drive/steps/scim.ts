import { setTimeout as pause } from "node:timers/promises";
import { JitterbugError } from "../../errors.ts";
import { ScimClient, ScimTrouble, type Pushed } from "../../idp/scim/index.ts";
import type { ScimSend } from "../../idp/scim/port.ts";
import { SCIM_DIALECTS } from "../../idp/profiles/index.ts";
import type { PushObservation } from "../../observe/push.ts";
import type { Snapshot } from "../../observe/snapshot.ts";
import { oneDoor } from "../../sp/index.ts";
import type { StepOf } from "../../scenario/model/index.ts";
import type { Stage, StepResult } from "../stage.ts";

type ScimStep = StepOf<"scim">;

/** Before the second try, and before the third. A vendor waits for minutes; a run does not. */
const WAITS_MS = [250, 1_000];
const LONGEST_MS = 10_000;

/**
 * The IdP of a person, or of the check for a group, pushes to the SP. `meet`: waited for before the first request that
 * changes something.
 */
export async function driveScim(stage: Stage, step: ScimStep, meet?: () => Promise<void>): Promise<StepResult> {
  const home = step.does === "group" ? stage.check.connection : stage.person(step.of).connection;
  const { organization } = stage.connection(step.by ?? home);
  const serverOf = (one: string) => stage.world.target.organizations.find(({ name }) => name === one)?.scim;
  const server = serverOf(organization);
  const token = typeof step.token === "object" ? { of: stage.connection(step.token.of).organization } : step.token;
  const send = stage.world.sp.scim(organization, token);
  if (server === undefined || send === null)
    throw new JitterbugError("ERR_SCIM", `the target file says of no SCIM server of ${organization}`, {
      hint: "say `scim` in the target file",
    });
  const other = typeof token === "object" ? serverOf(token.of) : undefined;
  const alike = other === undefined ? null : oneDoor(server, other);
  if (alike !== null) return { signIns: [], touchesAccounts: true, push: unasked(alike) };
  const client = new ScimClient({
    dialect: SCIM_DIALECTS[step.dialect ?? server.dialect],
    send: meet === undefined ? send : meeting(send, meet),
    patience: { waits: WAITS_MS, longest: LONGEST_MS, pause },
  });
  try {
    const { id, ...push } = await (step.token !== undefined
      ? pushAsNobody(stage, step, client, organization)
      : step.by === undefined
        ? doPush(stage, step, client, organization)
        : pushForeign(stage, step, client, stage.connection(home).organization));
    return {
      signIns: [],
      touchesAccounts: true,
      push,
      whose: (before, after) => accountOf(stage, step, id, before, after),
    };
  } catch (error) {
    if (!(error instanceof ScimTrouble)) throw error;
    const { file, line, column } = server.place;
    throw new JitterbugError("ERR_SCIM", `scim (${file}:${line}:${column}): ${error.message}`, {
      hint: error.hint,
      cause: error,
    });
  }
}

/** What looks first is no race yet. */
function meeting(send: ScimSend, meet: () => Promise<void>): ScimSend {
  return async (request) => {
    if (request.method !== "GET") await meet();
    return send(request);
  };
}

async function doPush(stage: Stage, step: ScimStep, client: ScimClient, organization: string): Promise<Pushed> {
  const key = (person: string) => `${organization}/${person}`;
  if (step.does === "group") {
    // Of whoever is at another organization the id is meant that their own directory was given.
    const home = (person: string) => stage.connection(stage.person(person).connection).organization;
    const ids = (people: readonly string[]) =>
      people.flatMap((person) => stage.resources[key(person)] ?? stage.resources[`${home(person)}/${person}`] ?? []);
    const { add, remove, rename } = step.group;
    return client.group({
      name: step.of,
      ...(add.length === 0 ? {} : { add: ids(add) }),
      ...(remove.length === 0 ? {} : { remove: ids(remove) }),
      ...(rename === undefined ? {} : { rename }),
      delete: step.group.delete,
    });
  }
  const claims = { ...stage.person(step.of).claims, ...step.with };
  const whom = { claims, id: stage.resources[key(step.of)] ?? null };
  // Whoever has no token of the directory's reads nothing before they write.
  const pushed = await pushOne(client, step, step.token === undefined ? whom : { ...whom, unread: true });
  if (pushed.outcome !== "done" || (step.token !== undefined && step.does !== "create")) return pushed;
  if (pushed.id !== null) stage.resources[key(step.of)] = pushed.id;
  if (step.does === "delete") delete stage.resources[key(step.of)];
  return pushed;
}

/** What can not be asked of this SP. */
function unasked(why: string): PushObservation {
  return { outcome: "unsupported", why, requests: [] };
}

/** By somebody who has no token of the directory: whatever the SP answers but that it is done is a refusal. */
async function pushAsNobody(stage: Stage, step: ScimStep, client: ScimClient, organization: string): Promise<Pushed> {
  try {
    const pushed = await doPush(stage, step, client, organization);
    return pushed.outcome === "unsupported" ? { ...pushed, outcome: "refused" } : pushed;
  } catch (error) {
    if (!(error instanceof ScimTrouble) || !error.answered) throw error;
    // A page to sign in at, or a way to one.
    return { outcome: "refused", why: error.message, requests: [], id: null };
  }
}

/** By the id that another organization's directory was given. What the SP does not do at all it has not done here, either. */
async function pushForeign(stage: Stage, step: ScimStep, client: ScimClient, home: string): Promise<Pushed> {
  const id = stage.resources[`${home}/${step.of}`];
  if (id === undefined) return { ...unasked(`the SP gave ${step.of} no id`), id: null };
  const claims = { ...stage.person(step.of).claims, ...step.with };
  const pushed = await pushOne(client, step, { claims, id, unread: true });
  return pushed.outcome === "unsupported" ? { ...pushed, outcome: "refused" } : pushed;
}

function pushOne(
  client: ScimClient,
  { does, operations, count }: ScimStep,
  whom: Parameters<ScimClient["patch"]>[0],
): Promise<Pushed> {
  switch (does) {
    case "read":
      return client.read(whom);
    case "find":
      return client.find(whom);
    case "list":
      return client.list(whom, count);
    case "replace":
      return client.replace(whom);
    case "patch":
      return client.patch(whom, operations);
    case "deactivate":
      return client.setActive(whom, false);
    case "restore":
      return client.setActive(whom, true);
    case "delete":
      return client.remove(whom, true);
    default:
      return client.create(whom.claims);
  }
}

/** The one account that came into being; else the one that has the resource's id, or the address or name that was pushed. */
function accountOf(stage: Stage, step: ScimStep, id: string | null, before: Snapshot, after: Snapshot): string | null {
  const known = new Set(before.accounts.map((account) => account.id));
  const fresh = after.accounts.filter((account) => !known.has(account.id));
  if (fresh.length === 1) return fresh[0]?.id ?? null;
  if (step.does === "group") return null;
  const claims = { ...stage.person(step.of).claims, ...step.with };
  const { email, preferred_username: username } = claims;
  const same = (one: unknown, other: unknown) =>
    typeof one === "string" && typeof other === "string" && one.toLowerCase() === other.toLowerCase();
  const found =
    after.accounts.find((account) => account.id === id) ??
    after.accounts.find((account) => same(account.email, email)) ??
    after.accounts.find((account) => same(account.username, username));
  return found?.id ?? null;
}
