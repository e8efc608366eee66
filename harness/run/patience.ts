import { LONGEST_WAIT_MS, type World } from "../drive/index.ts";
import type { SignInObservation } from "../observe/observation.ts";
import type { Judged } from "./drive-checks.ts";

/** Beside what the SP itself asks for, before each further try: milliseconds. */
const FURTHER_WAITS_MS = [0, 2_000, 6_000];

/**
 * An SP that takes no more sign-ins for now is waited for, and what met the limit is driven again: alone, a few times,
 * and once only as long as waiting has not helped yet.
 */
export class Patience {
  readonly #world: Pick<World, "hold">;
  readonly #met = new Set<string>();
  #limit = "";
  #spent = false;

  constructor(world: Pick<World, "hold">) {
    this.#world = world;
  }

  /** `drive`: the check once more, with fresh people; undefined where that cannot be. */
  async again(first: Judged, drive: () => Promise<Judged | undefined>): Promise<Judged> {
    let judged = first;
    const waits = this.#spent ? [0] : FURTHER_WAITS_MS;
    for (const wait of waits) {
      if (!wasPutOff(judged)) break;
      this.#note(judged);
      this.#world.hold(wait);
      const next = await drive();
      if (next === undefined) return judged;
      judged = next;
    }
    this.#spent = wasPutOff(judged);
    return judged;
  }

  /** What a run says at its end of limits that it met; null where it met none. */
  get told(): string | null {
    if (this.#met.size === 0) return null;
    const checks = this.#met.size === 1 ? "1 check was" : `${this.#met.size} checks were`;
    return `${checks} driven again, because the SP took no more (${this.#limit}): set limits: { in_flight } or { sign_ins_per_minute } in the target file`;
  }

  #note(judged: Judged): void {
    this.#met.add(judged.check.name);
    const put = signInsOf(judged).find(isPutOff);
    const limit = put?.rate_limited;
    this.#limit ||=
      limit === undefined
        ? `HTTP 503: ${put?.why ?? ""}`
        : [`HTTP 429 at ${limit.url}`, limit.told].filter((text) => text !== "").join(", ");
  }
}

/** Whether a check did not pass, and met a limit that may be over soon. */
export function wasPutOff(judged: Judged): boolean {
  const { verdict } = judged.verdict;
  return verdict !== "passed" && verdict !== "not_applicable" && signInsOf(judged).some(isPutOff);
}

function signInsOf({ observation }: Judged): readonly SignInObservation[] {
  return observation.variants.flatMap(({ steps }) => steps.flatMap(({ sign_ins }) => sign_ins));
}

/** A refusal with 503 says when to come again, or that the IdP failed; any other 503 is a crash. */
function isPutOff({ rate_limited, outcome, page, idp_failed }: SignInObservation): boolean {
  if (rate_limited === undefined) return outcome === "refused" && page.status === 503 && idp_failed !== true;
  return (rate_limited.wait_ms ?? 0) <= LONGEST_WAIT_MS;
}
