import type { Scenario } from "../scenario/model/index.ts";

/** The scenarios that the page shows, wherever they are kept. */
export interface Shelf {
  /** Those of the kit and one's own, read anew; `fault`: why one's own can not be read. */
  list(): { readonly scenarios: readonly Scenario[]; readonly own: ReadonlySet<string>; readonly fault: string | null };
  /** The YAML of one, as it stands in its file. */
  text(scenario: Scenario): string;
  /** Writes one of one's own; tells into which file. Throws ERR_USAGE where the id is none, or the file is there. */
  save(id: string, text: string): Promise<string>;
}

/** A scenario as a row of a list. */
export function brief({ id, title, pack, severity, protocols }: Scenario, own: ReadonlySet<string>): object {
  return { id, title, pack, severity, protocols, own: own.has(id) };
}
