import { setTimeout as pause } from "node:timers/promises";
import { JitterbugError } from "../errors.ts";
import { SCIM_DIALECTS, type ScimDialectName } from "../idp/profiles/index.ts";
import { ScimClient, ScimTrouble, type Pushed } from "../idp/scim/index.ts";
import type { PushObservation } from "../observe/push.ts";
import type { Connection, Person, Target } from "../scenario/model/index.ts";
import { bind, bindBase, certificates, KitClient } from "../sp/index.ts";
import { scimCaller } from "../sp/scim.ts";
import { claimsOf } from "./people.ts";
import { resolveOf } from "./resolve.ts";

/** Before the second try, and before the third. */
const WAITS_MS = [1_000, 5_000];
const LONGEST_MS = 30_000;

export type { PushObservation } from "../observe/push.ts";

export type PushedByHand = "create" | "replace" | "patch" | "deactivate" | "restore" | "delete";

export interface HandPush {
  readonly target: Target;
  readonly connection: Connection;
  readonly person: Person;
  readonly does: PushedByHand;
  /** Left out: as the target file says. */
  readonly dialect?: ScimDialectName;
  readonly allowRemote: readonly string[];
  readonly allowRemoteChanges: readonly string[];
}

/** Pushes one person to an SP that runs. Throws ERR_SCIM, ERR_REMOTE_HOST. */
export async function pushByHand(push: HandPush): Promise<PushObservation> {
  const { connection, person, does, dialect, allowRemote, allowRemoteChanges } = push;
  const based = bindBase(push.target, { port: new URL(push.target.base_url).port });
  const target = bind(based, { base_url: based.base_url });
  const server = target.organizations.find(({ name }) => name === connection.organization)?.scim;
  if (server === undefined)
    throw new JitterbugError("ERR_SCIM", `${target.file} says of no SCIM server of ${connection.organization}`, {
      hint: "say `scim: { base, auth }` in the target file",
    });
  const timeoutMs = target.limits.answer * 1_000;
  const own = { timeoutMs, resolve: resolveOf(target), ...certificates(target) };
  const client = new ScimClient({
    dialect: SCIM_DIALECTS[dialect ?? server.dialect],
    send: scimCaller(server, target.base_url, new KitClient({ allowRemote, allowRemoteChanges, ...own })),
    patience: { waits: WAITS_MS, longest: LONGEST_MS, pause: (ms) => pause(ms) },
  });
  try {
    return await pushOne(client, does, claimsOf(connection, person, target));
  } catch (error) {
    if (error instanceof ScimTrouble)
      throw new JitterbugError("ERR_SCIM", error.message, { hint: error.hint, cause: error });
    throw error;
  }
}

function pushOne(
  client: ScimClient,
  does: PushedByHand,
  claims: { readonly [claim: string]: unknown },
): Promise<Pushed> {
  const whom = { claims, id: null };
  switch (does) {
    case "create":
      return client.create(claims);
    case "replace":
      return client.replace(whom);
    case "patch":
      return client.patch(whom);
    case "deactivate":
      return client.setActive(whom, false);
    case "restore":
      return client.setActive(whom, true);
    case "delete":
      return client.remove(whom);
  }
}
