import { basename, relative } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { tried } from "../tried.ts";

/**
 * The same inputs at every `npm test`: a seed of its own for each run would turn red at commits that have nothing to do
 * with what it found. `npm run fuzz` looks for more, with a new seed each time.
 */
const USUAL_SEED = 20_261_128;

const { JITTERBUG_FUZZ_SEED, JITTERBUG_FUZZ_SECONDS, JITTERBUG_FUZZ_PATH } = process.env;
const seed = Number(JITTERBUG_FUZZ_SEED ?? USUAL_SEED);
/** For each property; 0: as many inputs as each asks for. */
const seconds = Number(JITTERBUG_FUZZ_SECONDS ?? 0);

/** Long enough for whatever is asked of a worker meanwhile. */
const BREATH_MS = 200;

interface Extent<Values> {
  /** Inputs in `npm test`; 300. */
  readonly runs?: number;
  /** What the long lane once found: looked at first, every time. */
  readonly found?: readonly Values[];
}

/**
 * A test that something holds of whatever input. `look` throws where it does not; the smallest input that shows it is
 * told, with the line that tries it again.
 */
export function holds<Values extends [unknown, ...unknown[]]>(
  name: string,
  inputs: { readonly [Nth in keyof Values]: fc.Arbitrary<Values[Nth]> },
  look: (...values: Values) => unknown,
  { runs = 300, found: before = [] }: Extent<NoInfer<Values>> = {},
): void {
  test(name, { timeout: 120_000 + seconds * 2_000 }, async () => {
    let [count, broken] = [0, 0];
    let breath = performance.now();
    const property = fc.asyncProperty<Values>(
      ...(inputs as unknown as { [Nth in keyof Values]: fc.Arbitrary<Values[Nth]> }),
      async (...values) => {
        if (broken === 0) count += 1;
        if (performance.now() - breath > BREATH_MS) {
          await breathe();
          breath = performance.now();
        }
        try {
          await look(...values);
        } catch (error) {
          broken = 1;
          throw error;
        }
      },
    );
    const found = await fc.check(property, {
      seed,
      examples: [...before],
      ...(JITTERBUG_FUZZ_PATH === undefined ? {} : { path: JITTERBUG_FUZZ_PATH }),
      ...(seconds === 0 ? { numRuns: runs } : { numRuns: 1e9, interruptAfterTimeLimit: seconds * 1_000 }),
    });
    const file = relative(process.cwd(), expect.getState().testPath ?? "");
    tried(`fuzzing: ${basename(file, ".test.ts")}`, count, count - broken);
    if (!found.failed) return;
    const { counterexample, counterexamplePath: path, errorInstance } = found;
    const again = `JITTERBUG_FUZZ_SEED=${seed} JITTERBUG_FUZZ_PATH=${path} npm run fuzz -- ${file} -t "${name}"`;
    throw new Error(
      `found after ${count} inputs:\n${fc.stringify(counterexample)}\n\nagain: ${again}\n\n${told(errorInstance)}`,
    );
  });
}

function told(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
