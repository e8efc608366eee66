import { statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { JitterbugError, messageOf } from "../errors.ts";
import type { OwnCode } from "../scenario/model/index.ts";
import type { OwnCodeContext } from "./own-code-context.ts";
import type { Stage } from "./stage.ts";

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
