import type { Scope } from "./fit.ts";
import type { Resting } from "./lines.ts";

/** Lines of one scope. */
export interface Block {
  readonly scope: Scope;
  readonly lines: readonly Resting[];
}

/**
 * No line twice: what every connection of an organization says alike is the organization's, what every organization
 * says alike is the target's.
 */
export function hoisted(blocks: readonly Block[]): readonly Block[] {
  const outOfConnections = lift(blocks, ({ organization, connection }) =>
    connection === null ? null : { organization, connection: null },
  );
  return lift(outOfConnections, ({ organization, connection }) =>
    organization === null || connection !== null ? null : { organization: null, connection: null },
  );
}

/** `parentOf` gives the scope above one of the level that is looked at, else null. */
function lift(blocks: readonly Block[], parentOf: (scope: Scope) => Scope | null): readonly Block[] {
  let result = merged(blocks);
  const families = Map.groupBy(
    result.filter(({ scope }) => parentOf(scope) !== null),
    ({ scope }) => JSON.stringify(parentOf(scope)),
  );
  for (const family of families.values()) {
    const scope = family[0] === undefined ? null : parentOf(family[0].scope);
    if (scope === null) continue;
    const alike = common(family);
    const rest = result.map((block) => (family.includes(block) ? without(block, alike) : block));
    result = merged([...rest, { scope, lines: alike }]);
  }
  return result.filter(({ lines }) => lines.length > 0);
}

/** What each block of a family says in the same way, with the checks of all. One alone says nothing in common. */
function common(family: readonly Block[]): readonly Resting[] {
  const [first, ...others] = family;
  if (first === undefined || others.length === 0) return [];
  return first.lines.flatMap((line) => {
    const same = others.map(({ lines }) => lines.find(({ knob, value }) => knob === line.knob && value === line.value));
    if (!same.every((one) => one !== undefined)) return [];
    const or = line.or.filter((value) => same.every((one) => one.or.includes(value)));
    return [{ ...line, or, checks: new Set([line, ...same].flatMap(({ checks }) => [...checks])) }];
  });
}

function without({ scope, lines }: Block, taken: readonly Resting[]): Block {
  return { scope, lines: lines.filter(({ knob }) => !taken.some((line) => line.knob === knob)) };
}

/** One block for each scope. */
function merged(blocks: readonly Block[]): readonly Block[] {
  const groups = Map.groupBy(blocks, ({ scope }) => JSON.stringify([scope.organization, scope.connection]));
  return [...groups.values()].flatMap((all) => {
    const [first] = all;
    return first === undefined ? [] : [{ scope: first.scope, lines: all.flatMap(({ lines }) => lines) }];
  });
}
