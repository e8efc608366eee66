import { pushing, type Defect } from "../defect.ts";

/** An operation of a PATCH, as it came. */
export interface Operation {
  readonly op?: unknown;
  readonly path?: unknown;
  readonly value?: unknown;
}

/** Reads each operation of a PATCH otherwise than it is. */
export function readingOperations(read: (operation: Operation) => readonly Operation[]): Defect["spoil"] {
  return applyingOperations((all) => all.flatMap(read));
}

/** Does others than the operations of a PATCH. */
export function applyingOperations(done: (all: readonly Operation[]) => readonly Operation[]): Defect["spoil"] {
  return pushing(({ body }) => ({
    body: (sent) => {
      const { Operations, ...rest } = (sent ?? {}) as { readonly Operations?: unknown };
      return body(Array.isArray(Operations) ? { ...rest, Operations: done(Operations as Operation[]) } : sent);
    },
  }));
}

/** Whether an operation is a `remove`, however it is written. */
export function removes({ op }: Operation): boolean {
  return typeof op === "string" && op.toLowerCase() === "remove";
}
