import type {
  ClientConfig,
  CustomTypesConfig,
  Pool,
  PoolClient,
  Query as PgQuery,
  QueryArrayConfig,
  QueryArrayResult,
} from "pg";
import { loadPeer } from "../../peers.ts";
import { socketFor, type Reach } from "../../reach.ts";
import { parseJson } from "../json.ts";
import {
  DatabaseDamaged,
  DatabaseProblem,
  lockedProblem,
  SEVERAL,
  slowProblem,
  SYNTAX_HINT,
  WRITES,
  type SqlDatabase,
  type SqlWaits,
} from "./port.ts";
import {
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

/**
 * A statement goes alone, by the extended protocol: the simple one would run several, a `commit` among them. Before 8.12
 * the library knows no `queryMode`, and takes that protocol for whoever limits the rows.
 */
type Statement = QueryArrayConfig & { readonly queryMode: "extended"; readonly rows: number };

/** What is used of the library, whichever version the SP brings. */
interface Library {
  readonly types: CustomTypesConfig;
  readonly Query: typeof PgQuery;
}
interface Opened extends Library {
  readonly pool: Pool;
}

const ALL_ROWS = 2 ** 31 - 1;

/** Set in the transaction, since older versions of the library hand no limits to the server. */
function limits({ lock, statement }: SqlWaits): string {
  return `set local lock_timeout = ${Math.ceil(lock * 1_000)}; set local statement_timeout = ${Math.ceil(statement * 1_000)}`;
}

/** PostgreSQL, by the library pg. Values are bound; a list or map is bound as JSON text. */
export function openPostgres({ url, where }: DatabaseServer, waits: SqlWaits, reach: Reach): SqlDatabase {
  let opened: Promise<Opened> | null = null;

  async function open() {
    const { default: pg } = await loadPeer("pg", "the sql driver", () => import("pg"));
    // By a class and not by the option `stream`: a pool would hand one socket to all of its clients.
    class Client extends pg.Client {
      constructor(config?: ClientConfig) {
        // A socket itself, as every pg 8 takes it; its types know the later form, a function, alone.
        super(Object.assign({}, config, { stream: socketFor(reach) }));
      }
    }
    const pool = new pg.Pool({
      Client,
      connectionString: url,
      max: 4,
      application_name: "jitterbug",
      connectionTimeoutMillis: waits.connect * 1_000,
      query_timeout: waits.statement * 1_500,
    });
    // A connection that the server ends while nobody uses it; the next read opens another one.
    pool.on("error", () => undefined);
    return { pool, types: typesOf(pg.types), Query: pg.Query };
  }

  async function transaction<T>(begin: string, work: (run: Run) => Promise<T>): Promise<T> {
    let client: PoolClient | undefined;
    let failure: Error | undefined;
    try {
      const { pool, ...library } = await (opened ??= open());
      client = await pool.connect();
      await client.query(`${begin}; ${limits(waits)}`);
      const value = await work(runOn(client, library));
      await client.query("commit");
      return value;
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      throw problemOf(error, where, waits);
    } finally {
      // A connection on which something failed is ended, and with it its transaction.
      client?.release(failure);
    }
  }

  return {
    read: (query, parameters) => againWhereLost(() => transaction("begin read only", (run) => run(query, parameters))),
    write: (statements, parameters) => transaction("begin", (run) => runAll(run, statements, parameters)),
    async close() {
      const closing = opened;
      opened = null;
      await (await closing?.catch(() => null))?.pool.end();
    },
  };
}

function runOn(client: PoolClient, { types, Query }: Library): Run {
  return async (sql, parameters) => {
    const { text, values } = bindStatement(sql, parameters, "postgres", (place) => `$${place}`);
    const statement: Statement = {
      text,
      values: values.map(parameter),
      types,
      rowMode: "array",
      queryMode: "extended",
      rows: ALL_ROWS,
    };
    const { fields, rows } = await answerOf(client, Query, statement);
    const columns = fields.map(({ name }) => name);
    return {
      columns,
      rows: rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, plainValue(row[at])]))),
    };
  };
}

/** The whole answer. A query that shows too much is left in the middle; the connection is ended then. */
function answerOf(client: PoolClient, Query: typeof PgQuery, statement: Statement): Promise<QueryArrayResult> {
  return new Promise((resolve, reject) => {
    const weight = new Weight();
    const callback = (error: Error | null | undefined, result: QueryArrayResult) =>
      error ? reject(error) : resolve(result);
    const query = new Query<unknown[]>(Object.assign(statement, { callback }));
    query.on("row", (row) => {
      try {
        weight.add(row);
      } catch (error) {
        reject(error);
      }
    });
    client.query(query);
  });
}

function parameter(value: unknown): unknown {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : value;
}

const DATE_TYPES: ReadonlySet<number> = new Set([1082, 1083, 1114, 1184, 1186, 1266]);
const JSON_TYPES: ReadonlySet<number> = new Set([114, 3802]);

/** pg's own reading of values, but moments stay as the database writes them, and JSON keeps 64-bit ids. */
function typesOf(types: CustomTypesConfig): CustomTypesConfig {
  const getTypeParser: CustomTypesConfig["getTypeParser"] = (oid, format) => {
    if (DATE_TYPES.has(oid)) return String;
    if (JSON_TYPES.has(oid)) return parseJson;
    return types.getTypeParser(oid, format) as (text: string) => unknown;
  };
  return { getTypeParser };
}

/** SQLSTATE codes: PostgreSQL's manual, appendix A. */
function problemOf(error: unknown, where: string, waits: SqlWaits): unknown {
  const { code, message } = detailsOf(error);
  switch (code) {
    case "28P01":
    case "28000":
      return notLetIn(where, message, "correct the user and password of the address", error);
    case "3D000":
      return notLetIn(where, message, "correct the database's name in the address", error);
    // No such table, no such schema, a corrupt index or page.
    case "42P01":
    case "3F000":
    case "XX001":
    case "XX002":
      return new DatabaseDamaged(`failed: ${message}`, undefined, error);
    case "42501":
      return new DatabaseProblem(`failed: ${message}`, "give the user the right to do so", error);
    case "53300":
      return notLetIn(where, message, "the server takes no further connection", error);
    case "25006":
      return new DatabaseProblem(WRITES.message, WRITES.hint, error);
    case "42601":
      if (/multiple commands/.test(message)) return new DatabaseProblem(SEVERAL.message, SEVERAL.hint, error);
      return new DatabaseProblem(`failed: ${message}`, SYNTAX_HINT, error);
    case "55P03":
      return lockedProblem(`a table in ${where}`, waits, error);
    case "57014":
      return slowProblem(where, waits, error);
  }
  if (/Query read timeout/.test(message)) return slowProblem(where, waits, error);
  if (/password must be a/.test(message))
    return new DatabaseProblem(`is not let into ${where} without a password`, "write it into the address", error);
  return (
    connectionProblem(error, where, waits) ??
    (isPgError(error) ? new DatabaseProblem(`failed: ${message}`, undefined, error) : error)
  );
}

/** What the server says, and what pg says of the connection; whatever else is thrown is not the database's. */
function isPgError(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === "error" || "severity" in error || /^(SASL|The server|Connection|Client)/.test(error.message))
  );
}
