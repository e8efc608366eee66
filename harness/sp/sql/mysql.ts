import type { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import type { FieldPacket, Pool, PoolConnection, PoolOptions, QueryOptions } from "mysql2/promise";
import { installedVersion, isOlder, loadPeer } from "../../peers.ts";
import { socketFor, type Reach } from "../../reach.ts";
import {
  DatabaseDamaged,
  DatabaseProblem,
  lockedProblem,
  slowProblem,
  SYNTAX_HINT,
  WRITES,
  type SqlDatabase,
  type SqlWaits,
} from "./port.ts";
import {
  decodedPart,
  againWhereLost,
  connectionProblem,
  detailsOf,
  notLetIn,
  runAll,
  type DatabaseServer,
  type Run,
} from "./server.ts";
import { bindStatement } from "./statement.ts";
import { plainValue } from "./value.ts";
import { Weight } from "./weight.ts";

/** Rows and tables alike: the second has a day as its default. */
function lockWaits({ lock }: SqlWaits): string {
  const seconds = Math.max(1, Math.ceil(lock));
  return `set session innodb_lock_wait_timeout = ${seconds}, lock_wait_timeout = ${seconds}`;
}

/** MySQL and MariaDB, by the library mysql2. Values are bound by the server; a list or map is bound as JSON text. */
export function openMysql({ url, where }: DatabaseServer, waits: SqlWaits, reach: Reach): SqlDatabase {
  let opened: Promise<Pool> | null = null;

  async function open(): Promise<Pool> {
    // Of the older ones only the file has a name that an import finds.
    const mysql = await loadPeer("mysql2", "the sql driver", () => import("mysql2/promise.js"));
    return mysql.createPool({
      uri: url.replace(/^mariadb:/i, "mysql:"),
      // Older versions of the library leave %40 and the like as they stand.
      ...decoded(new URL(url)),
      connectionLimit: 4,
      connectTimeout: waits.connect * 1_000,
      multipleStatements: false,
      stream: ({ config }: { readonly config: PoolOptions }) => connected(config, reach),
      supportBigNumbers: true,
      dateStrings: true,
      ...(hasJsonStrings() ? { jsonStrings: true } : {}),
    });
  }

  async function transaction<T>(access: "read only" | "read write", work: (run: Run) => Promise<T>): Promise<T> {
    let connection: PoolConnection | undefined;
    let done = false;
    try {
      connection = await (await (opened ??= open())).getConnection();
      await connection.query(lockWaits(waits));
      // MariaDB ends a transaction before a `drop table`, and does it then: the next one must be read-only as well.
      await connection.query(`set session transaction ${access}`);
      await connection.query(`start transaction ${access}`);
      const value = await work(runOn(connection, waits));
      await connection.query("commit");
      done = true;
      return value;
    } catch (error) {
      throw problemOf(error, where, waits);
    } finally {
      // A connection on which something failed is ended, and with it its transaction.
      if (done) connection?.release();
      else connection?.destroy();
    }
  }

  return {
    read: (query, parameters) => againWhereLost(() => transaction("read only", (run) => run(query, parameters))),
    write: (statements, parameters) => transaction("read write", (run) => runAll(run, statements, parameters)),
    async close() {
      const closing = opened;
      opened = null;
      await (await closing?.catch(() => null))?.end();
    },
  };
}

function connected({ socketPath, host = "localhost", port = 3306 }: PoolOptions, reach: Reach): Socket {
  const socket = socketFor(reach);
  return socketPath === undefined ? socket.connect(port, host).setNoDelay(true) : socket.connect(socketPath);
}

function runOn(connection: PoolConnection, waits: SqlWaits): Run {
  return async (sql, parameters) => {
    const { text, values } = bindStatement(sql, parameters, "mysql", () => "?");
    const { fields, rows } = await answerOf(connection, {
      sql: text,
      rowsAsArray: true,
      timeout: waits.statement * 1_000,
      values: values.map(parameter),
    });
    return {
      columns: fields.map(({ name }) => name),
      rows: rows.map((row) => Object.fromEntries(fields.map((field, at) => [field.name, valueOf(row[at], field)]))),
    };
  };
}

interface Found {
  readonly fields: readonly FieldPacket[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The whole answer, row by row. A query that shows too much is left in the middle; the connection is ended then. */
function answerOf({ connection }: PoolConnection, options: QueryOptions): Promise<Found> {
  return new Promise((resolve, reject) => {
    const weight = new Weight();
    let fields: readonly FieldPacket[] = [];
    const rows: (readonly unknown[])[] = [];
    // That of the library without promises, which tells of each row.
    const asked = (connection as unknown as { execute(options: QueryOptions): EventEmitter }).execute(options);
    asked.on("error", reject);
    // A statement that only writes has none, and one row that is no list.
    asked.on("fields", (named: readonly FieldPacket[] | undefined) => (fields = named ?? []));
    asked.on("result", (row: unknown) => {
      if (!Array.isArray(row)) return;
      try {
        weight.add(row);
        rows.push(row);
      } catch (error) {
        reject(error);
      }
    });
    asked.on("end", () => resolve({ fields, rows }));
  });
}

/** Older versions print a warning for an option that they do not know. */
function hasJsonStrings(): boolean {
  return !isOlder(installedVersion("mysql2", import.meta.url) ?? "0", JSON_STRINGS);
}
const JSON_STRINGS = "3.10";

/** What an address names is taken ahead of what the library reads in it. */
function decoded({ username, password, pathname }: URL): Pick<PoolOptions, "user" | "password" | "database"> {
  const parts = { user: username, password, database: pathname.slice(1) };
  return Object.fromEntries(
    Object.entries(parts).flatMap(([name, part]) => (part === "" ? [] : [[name, decodedPart(part)]])),
  );
}

type Bindable = string | number | null;

/** There are no booleans: 0 and 1. */
function parameter(value: unknown): Bindable {
  if (value === undefined || value === null) return null;
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "string" || typeof value === "number" ? value : JSON.stringify(value);
}

const BIT = 16;

function valueOf(value: unknown, { columnType }: FieldPacket): unknown {
  return columnType === BIT && Buffer.isBuffer(value) ? Number(`0x${value.toString("hex") || "0"}`) : plainValue(value);
}

/** Names of the errors: MySQL's and MariaDB's manuals. */
function problemOf(error: unknown, where: string, waits: SqlWaits): unknown {
  const { code, message } = detailsOf(error);
  switch (code) {
    case "ER_ACCESS_DENIED_ERROR":
    case "ER_ACCESS_DENIED_NO_PASSWORD_ERROR":
      return notLetIn(where, message, "correct the user and password of the address", error);
    case "ER_BAD_DB_ERROR":
    case "ER_DBACCESS_DENIED_ERROR":
    case "ER_NO_DB_ERROR":
      return notLetIn(where, message, "correct the database's name in the address", error);
    case "ER_NO_SUCH_TABLE":
    case "ER_CRASHED_ON_USAGE":
      return new DatabaseDamaged(`failed: ${message}`, undefined, error);
    case "ER_CON_COUNT_ERROR":
      return notLetIn(where, message, "the server takes no further connection", error);
    case "ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION":
      return new DatabaseProblem(WRITES.message, WRITES.hint, error);
    case "ER_PARSE_ERROR":
      return new DatabaseProblem(`failed: ${message}`, SYNTAX_HINT, error);
    case "ER_LOCK_WAIT_TIMEOUT":
      return lockedProblem(`a table in ${where}`, waits, error);
    case "PROTOCOL_SEQUENCE_TIMEOUT":
    case "ER_STATEMENT_TIMEOUT":
    case "ER_QUERY_TIMEOUT":
      return slowProblem(where, waits, error);
  }
  return (
    connectionProblem(error, where, waits) ??
    (code === "" ? error : new DatabaseProblem(`failed: ${message}`, undefined, error))
  );
}
