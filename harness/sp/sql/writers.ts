import { openDatabase, type OpenOptions } from "./open.ts";
import type { SqlDatabase } from "./port.ts";

/**
 * The databases that are written to. A SQLite file's is kept from call to call, since each is a process; a connection to
 * a server is not, since it would stand in the way of whoever drops or renames the database.
 */
export class Writers {
  readonly #options: OpenOptions;
  readonly #kept = new Map<string, SqlDatabase>();

  constructor(options: OpenOptions) {
    this.#options = options;
  }

  /** Throws DatabaseProblem. */
  async write(address: string, ...what: Parameters<SqlDatabase["write"]>): ReturnType<SqlDatabase["write"]> {
    const kept = this.#kept.get(address);
    if (kept !== undefined) return kept.write(...what);
    const database = openDatabase(address, this.#options);
    if (/^sqlite:/i.test(address)) {
      this.#kept.set(address, database);
      return database.write(...what);
    }
    try {
      return await database.write(...what);
    } finally {
      await database.close();
    }
  }

  async close(): Promise<void> {
    const closing = [...this.#kept.values()];
    this.#kept.clear();
    await Promise.all(closing.map((database) => database.close()));
  }
}
