import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "pg";
import { freePort } from "../../../harness/ports.ts";
import { ServerProcess } from "./server.ts";

export interface SqlServer {
  readonly url: string;
  readonly port: number;
  /** As the SP would: statements that write, on a connection of their own. */
  exec(...statements: readonly string[]): Promise<void>;
  /** Holds a lock on a table until the returned function is called. */
  lock(table: string): Promise<() => Promise<void>>;
  /** Ends all other connections, as a restart does. */
  endConnections(): Promise<void>;
  end(): Promise<void>;
}

export const PASSWORD = "s3cret-p@ss";

/** Debian keeps the programs of each version in a folder of its own. */
function programs(): string {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root) : [];
  return join(root, versions.toSorted((a, b) => Number(a) - Number(b)).at(-1) ?? "", "bin");
}

/** By this file the package is known to be there. */
export const POSTGRESQL = join(programs(), "initdb");

export async function startPostgres(): Promise<SqlServer> {
  const server = new ServerProcess("postgres");
  try {
    const data = join(server.dir, "data");
    const secret = join(server.dir, "password");
    writeFileSync(secret, PASSWORD, { mode: 0o644 });
    const access = ["--username=app", "--auth=scram-sha-256", `--pwfile=${secret}`];
    server.run(POSTGRESQL, [`--pgdata=${data}`, ...access, "--encoding=UTF8", "--locale=C", "--no-sync"]);
    const port = await freePort();
    const words = [
      "-D",
      data,
      "-p",
      String(port),
      "-k",
      server.dir,
      "-c",
      "listen_addresses=127.0.0.1",
      "-c",
      "fsync=off",
    ];
    await server.start(join(programs(), "postgres"), words, /ready to accept connections/);
    const url = `postgres://app:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/postgres`;
    const connect = async () => {
      const client = new Client({ connectionString: url });
      client.on("error", () => undefined);
      await client.connect();
      return client;
    };
    return {
      url,
      port,
      async exec(...statements) {
        const client = await connect();
        try {
          for (const statement of statements) await client.query(statement);
        } finally {
          await client.end();
        }
      },
      async lock(table) {
        const client = await connect();
        await client.query("begin");
        await client.query(`lock table ${table} in access exclusive mode`);
        return () => client.end();
      },
      async endConnections() {
        const client = await connect();
        await client.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'",
        );
        await client.end();
      },
      end: () => server.end(),
    };
  } catch (error) {
    await server.end();
    throw error;
  }
}
