import { statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { JitterbugError, messageOf } from "../errors.ts";
import type { Json, OwnCode } from "../scenario/model/index.ts";
import type { Stage } from "./stage.ts";

/** What every module of the user's own is handed. */
export interface OwnCodeContext {
  /** What stands in `with`, templates filled in. */
  readonly with: { readonly [name: string]: Json };
  /** Stands in every subject, email and username of the check. */
  readonly ns: string;
  /** Of the SP, without a slash at the end. */
  readonly base_url: string;
  /** The target's name of the check's connection. */
  readonly connection: string;
  /** What the IdP says of the check's people at this moment. */
  readonly people: { readonly [name: string]: { readonly claims: { readonly [claim: string]: Json } } };
  /** Seeded and remembered names -> ids of accounts; null: nobody. */
  readonly names: { readonly [name: string]: string | null };
}

export function contextOf(stage: Stage, code: OwnCode): OwnCodeContext {
  const { variant, check, world } = stage;
  const people = Object.keys(variant.people).map(
    (name) => [name, { claims: { ...stage.person(name).claims } }] as const,
  );
  return {
    with: code.with,
    ns: variant.ns,
    base_url: world.sp.base_url,
    connection: check.connection,
    people: Object.fromEntries(people),
    names: { ...stage.names },
  };
}

/**
 * Calls what a module exports by default. Throws ERR_OWN_CODE where it cannot be loaded, exports no function, throws, or
 * takes longer than `limits.command`: that is the scenario's fault, and tells nothing of the SP.
 */
export async function callOwnCode(stage: Stage, code: OwnCode, context: object): Promise<unknown> {
  const { command } = stage.world.target.limits;
  const over = new AbortController();
  const late = pause(command * 1_000, LATE, { signal: over.signal }).catch(() => LATE);
  try {
    const call = await exported(code);
    const answer = await Promise.race([Promise.resolve(call(context)), late]);
    if (answer === LATE) throw new Error(`did not end within ${command} s (limits.command)`);
    return answer;
  } catch (error) {
    throw new JitterbugError("ERR_OWN_CODE", `${code.name}: ${messageOf(error)}`, { cause: error });
  } finally {
    over.abort();
  }
}

const LATE = Symbol("late");

/** Read again where the file has been saved since. */
async function exported({ file }: OwnCode): Promise<(context: object) => unknown> {
  const url = pathToFileURL(file);
  url.searchParams.set("saved", String(statSync(file).mtimeMs));
  const { default: call } = (await import(url.href)) as { readonly default?: unknown };
  if (typeof call === "function") return call as (context: object) => unknown;
  throw new Error("exports no function by default (`export default defineCall(...)`)");
}
