import Database from "better-sqlite3";

export type Db = Database.Database;

/** Opens the database and makes the tables in an empty one. `file` is a path, or `:memory:`. */
export function openDatabase(file: string, schema: string): Db {
  const db = new Database(file);
  // Another process may hold the write lock for the length of its own decision: wait for it instead of failing.
  db.pragma("busy_timeout = 5000");
  db.pragma("journal_mode = WAL");
  // A power cut may take the last sign-ins with it, and nothing else: no wait for the disk at each.
  db.pragma("synchronous = NORMAL");
  db.pragma("foreign_keys = ON");
  db.transaction(() => {
    const made = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'accounts'").get();
    if (made === undefined) db.exec(schema);
  }).immediate();
  return db;
}
