import { KNOB_NAMES, RISKS, UNSAFE, type Knob } from "./knobs.ts";
import type { Policy } from "./policy.ts";

const EMAIL_KEY =
  "a changed email is another person, and whoever gets an address that somebody had enters their account";

/** A value of a policy, and what it lets happen. */
export interface Danger {
  readonly knob: Knob | "identity_key";
  readonly value: string;
  readonly lets: string;
}

/** The unsafe values of a declaration, in the order of the documentation. */
export function unsafeIn(policy: Policy): readonly Danger[] {
  const key = policy.identity_key;
  const lets = key === undefined ? undefined : unsafeKey(key);
  return [
    ...(key === undefined || lets === undefined ? [] : [{ knob: "identity_key" as const, value: key, lets }]),
    ...dangers(policy, UNSAFE),
  ];
}

/** The risks that a declaration states. */
export function risksIn(policy: Policy): readonly Danger[] {
  return dangers(policy, RISKS);
}

/** Whether one value of a knob is a stated danger. */
export function isUnsafeValue(knob: Knob, value: string | undefined): boolean {
  return value !== undefined && Object.hasOwn(UNSAFE[knob] ?? {}, value);
}

/** What a key of identity lets happen that is no key of identity. */
function unsafeKey(key: string): string | undefined {
  if (key === "email") return EMAIL_KEY;
  if (!key.startsWith("claim:")) return undefined;
  const claim = key.slice("claim:".length);
  return `whoever can choose their ${claim} at an IdP enters the account that has it, and a changed one is another person`;
}

function dangers(policy: Policy, known: typeof UNSAFE): readonly Danger[] {
  return KNOB_NAMES.flatMap((knob) => {
    const value = policy[knob];
    const values: { readonly [value: string]: string } = known[knob] ?? {};
    const lets = value === undefined ? undefined : values[value];
    return value === undefined || lets === undefined ? [] : [{ knob, value, lets }];
  });
}
