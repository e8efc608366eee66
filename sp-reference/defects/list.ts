import { PACKS } from "./registry.ts";

/** Every defect in a line of JSON of its own: what a test suite needs to know in order to switch them on, one by one. */
export function listAsJson(): string {
  return Object.entries(PACKS)
    .flatMap(([pack, defects]) =>
      defects.map(({ id, description, waits_for }) => JSON.stringify({ id, pack, description, waits_for })),
    )
    .join("\n");
}

/** For people: packs, and in each its defects with what was written. */
export function listAsText(): string {
  return Object.entries(PACKS)
    .map(([pack, defects]) => {
      const lines = defects.map(({ id, description, waits_for }) => {
        const waits = waits_for === undefined ? "" : ` Waits for the check ${waits_for}.`;
        return `  ${id.padEnd(32)}${description}${waits}`;
      });
      return [pack, ...lines].join("\n");
    })
    .join("\n\n");
}
