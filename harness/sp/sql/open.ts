import type { Reach } from "../../reach.ts";
import { openMysql } from "./mysql.ts";
import { DatabaseProblem, type SqlDatabase, type SqlWaits } from "./port.ts";
import { openPostgres } from "./postgres.ts";
import { serverOf } from "./server.ts";
import { openSqlite } from "./sqlite.ts";

export interface OpenOptions {
  /** The target file's folder: a relative path of SQLite starts there. */
  readonly dir: string;
  /** Throws ERR_REMOTE_HOST for a host that may not be spoken to. */
  readonly requireAllowed: (url: URL) => void;
  /** Where names lead, and whom a connection may reach. */
  readonly reach: Reach;
  readonly waits: SqlWaits;
}

/** The database of `sqlite:PATH`, `postgres://...` or `mysql://...`; nothing is connected before it is used. Throws DatabaseProblem. */
export function openDatabase(database: string, { dir, requireAllowed, reach, waits }: OpenOptions): SqlDatabase {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(database)?.[1]?.toLowerCase();
  switch (scheme) {
    case "sqlite":
      return openSqlite(database, dir, waits);
    case "postgres":
    case "postgresql":
      return openPostgres(serverOf(database, requireAllowed), waits, reach);
    case "mysql":
    case "mariadb":
      return openMysql(serverOf(database, requireAllowed), waits, reach);
    case undefined:
      throw new DatabaseProblem("names no kind of database", KINDS);
    default:
      throw new DatabaseProblem(
        `is a ${scheme}: database, which is not supported`,
        `${KINDS}, or use exec with the database's own client`,
      );
  }
}

const KINDS = "write sqlite:PATH, postgres://USER:PASSWORD@HOST/DATABASE or mysql://USER:PASSWORD@HOST/DATABASE";
