import { hidden } from "../hidden.ts";
import { notHeld, ruled, unobservable, type Ruling } from "../ruling.ts";
import { accountAfter, nameOf, type Scene } from "../scene.ts";

/**
 * Each account shows when somebody last signed in to it, and the one that was longest ago is the first. Only the SP's
 * own times are compared, with one another: its clock need not be ours, and it may write whole seconds or days.
 */
export function judgeLastSignIn(names: readonly string[], scene: Scene): readonly Ruling[] {
  const found = names.map((name) => timeOf(name, scene));
  const unsure = found.flatMap((one) => ("held" in one ? [one] : []));
  if (unsure.length > 0) return unsure;
  const times = found.flatMap((one) => ("held" in one ? [] : [one]));
  return times.slice(1).map((later, at) => {
    const earlier = times[at] ?? later;
    const told = `${earlier.text}, and ${later.name} at ${later.text}`;
    return ruled(
      earlier.ms < later.ms || (earlier.ms === later.ms && isCoarse(earlier) && isCoarse(later)),
      `${earlier.name} last signed in to before ${later.name}`,
      `${earlier.name} at ${told}`,
    );
  });
}

interface Time {
  readonly name: string;
  readonly text: string;
  readonly ms: number;
}

function timeOf(name: string, scene: Scene): Time | Ruling {
  const expected = `a last sign-in of ${name}`;
  const id = scene.names[name];
  if (id === undefined) return { held: "error", expected, actual: `no account was ever named "${name}"` };
  const account = id === null ? undefined : accountAfter(scene, id);
  if (account === undefined) return notHeld(expected, id === null ? `${name} is nobody` : `account ${id} is gone`);
  const { last_sign_in: text } = account;
  if (text === undefined) return hidden("last_sign_in", expected);
  const told = nameOf(scene, account.id);
  if (text === null || text === "") return notHeld(expected, `${told} was never signed in to, as the SP tells it`);
  const ms = millisecondsOf(text);
  if (ms === undefined)
    return unobservable("last_sign_in", expected, `${JSON.stringify(text)} is no time; map one in observe.accounts`);
  return { name: told, text, ms };
}

/** Seconds since 1970 have ten digits for the next centuries, milliseconds thirteen. */
const MOST_SECONDS = 100_000_000_000;

function millisecondsOf(text: string): number | undefined {
  const number = Number(text);
  const ms = Number.isFinite(number) ? (number < MOST_SECONDS ? number * 1_000 : number) : Date.parse(text);
  return Number.isNaN(ms) || ms <= 0 ? undefined : ms;
}

/** Whole seconds: two sign-ins can be in one. */
function isCoarse({ ms }: Time): boolean {
  return ms % 1_000 === 0;
}
