import type { Connection } from "../config/model.ts";

export interface BootSteps {
  /** What is done before anybody is served. Throws where nobody can be. */
  readonly before: (connections: readonly Connection[]) => Promise<void>;
}

/** Nothing: IdPs are asked at the first sign-in through them, so that one that is away keeps nobody else out. */
export const bootSteps: BootSteps = { before: () => Promise.resolve() };
