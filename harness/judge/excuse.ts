import { identityValue } from "../plan/people.ts";
import type { Check } from "../plan/check.ts";
import { unsafeIn, type Expectation } from "../scenario/model/index.ts";
import { isExcusable } from "../scenario/vocabulary/index.ts";
import type { StepObservation } from "../observe/observation.ts";
import type { Claims, Past } from "./past.ts";
import type { Ruling } from "./ruling.ts";
import { visitsOf, type Scene } from "./scene.ts";

/** By what an SP with a declared unsafe key knows whoever has these claims at a connection; undefined: it has none. */
type KeyOf = (claims: Claims, connection: string) => string | undefined;

/** Where the declared key of identity is no key, what the SP knows people by; it is the check's own policy that says so. */
export function unsafeKeyOf(check: Check): KeyOf {
  const [danger] = unsafeIn(check.declared).filter(({ knob }) => knob === "identity_key");
  const own = check.connections.find(({ name }) => name === check.connection);
  return (claims, connection) => {
    if (danger === undefined || own === undefined || connection !== own.name) return undefined;
    const value = identityValue(claims, own, check.declared);
    return typeof value === "string" ? value.toLowerCase() : undefined;
  };
}

/** Whether somebody signs in with another value of an unsafe key than before. */
export function isRekeyed(past: Past, seen: StepObservation, keyOf: KeyOf): boolean {
  return seen.sign_ins.some(({ person, connection }) => {
    const key = keyOf(past.claims[person] ?? {}, connection);
    const known = past.log.filter((entry) => entry.person === person).map((one) => keyOf(one.claims, one.connection));
    return key !== undefined && known.some((other) => other !== undefined && other !== key);
  });
}

/**
 * A declared unsafe key makes whoever comes with another value of it another person: a second account is what the
 * declaration says. It excuses nothing else: neither somebody else's account, nor a crash, nor a person locked out.
 */
export function excused(expectation: Expectation, ruling: Ruling, scene: Scene): Ruling {
  if (scene.rekeyed !== true || ruling.held !== "not_held" || !isExcusable(expectation)) return ruling;
  if (ruling.harm !== undefined && ruling.harm !== "second_account") return ruling;
  if (visitsOf(scene).some(({ session }) => session.state !== "signed_in")) return ruling;
  const { harm: _, ...rest } = ruling;
  return { ...rest, excused: true, note: "the declared identity_key makes of a changed one another person" };
}
