import { needsOf } from "../scenario/index.ts";
import type { AccountField, Expect, Policy } from "../scenario/model/index.ts";
import { isAdmitted } from "./knobs.ts";

/**
 * The fields that an expectation needs and that are not visible. Of a table, only what the row that needs least
 * lacks: while one lawful row can be seen whole, the judge can tell.
 */
export function sightOf(expect: Expect, declared: Policy, visible: ReadonlySet<AccountField>): readonly AccountField[] {
  const plain = expect.all.flatMap((expectation) => needsOf(expectation).fields).filter((field) => !visible.has(field));
  const rows = expect.one_of
    .filter(({ when }) => isAdmitted(when, declared))
    .map((world) => sightOf(world, declared, visible));
  const least = rows.reduce<readonly AccountField[] | undefined>(
    (best, row) => (best === undefined || row.length < best.length ? row : best),
    undefined,
  );
  return [...new Set([...plain, ...(least ?? [])])];
}
