import type { Check } from "../../plan/check.ts";

/**
 * Deals checks to so many workers, about as much work to each; those that must be alone all go to the first. Pure, and
 * the same whatever the machine does meanwhile. A hand may be empty where there are fewer checks than workers.
 */
export function deal(checks: readonly Check[], workers: number): readonly (readonly Check[])[] {
  const hands = Array.from({ length: workers }, () => ({ checks: [] as Check[], work: 0 }));
  const [first] = hands;
  if (first === undefined) return [];
  const give = (hand: typeof first, check: Check) => {
    hand.checks.push(check);
    hand.work += workOf(check);
  };
  // Nobody else drives while these are driven, so they do not count.
  first.checks.push(...checks.filter(({ lane }) => lane === "exclusive"));
  for (const check of checks.filter(({ lane }) => lane === "parallel").toSorted((a, b) => workOf(b) - workOf(a)))
    give(
      hands.reduce((least, hand) => (hand.work < least.work ? hand : least)),
      check,
    );
  return hands.map((hand) => hand.checks);
}

/** How much there is to do for a check: its steps. */
function workOf({ variants }: Check): number {
  return variants.reduce((sum, { steps }) => sum + 1 + steps.length, 0);
}
