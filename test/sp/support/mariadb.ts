import { join } from "node:path";
import mysql from "mysql2/promise";
import { freePort } from "../../../harness/ports.ts";
import { PASSWORD, type SqlServer } from "./postgres.ts";
import { ServerProcess } from "./server.ts";

/** By this file the package is known to be there. */
export const MARIADB = "/usr/sbin/mariadbd";

export async function startMariadb(): Promise<SqlServer> {
  const server = new ServerProcess("mysql");
  try {
    const data = join(server.dir, "data");
    const socket = join(server.dir, "socket");
    server.run("/usr/bin/mariadb-install-db", [
      "--no-defaults",
      `--datadir=${data}`,
      "--auth-root-authentication-method=normal",
      "--skip-test-db",
    ]);
    const port = await freePort();
    const words = [
      "--no-defaults",
      `--datadir=${data}`,
      `--socket=${socket}`,
      `--port=${port}`,
      "--bind-address=127.0.0.1",
      `--pid-file=${join(server.dir, "pid")}`,
      "--innodb-flush-log-at-trx-commit=0",
    ];
    await server.start(MARIADB, words, /ready for connections/);
    const connect = (user: object) => mysql.createConnection({ host: "127.0.0.1", port, ...user });
    const root = await connect({ user: "root" });
    for (const statement of [
      "create database sp",
      `create user app@'%' identified by '${PASSWORD}'`,
      "grant all on sp.* to app@'%'",
    ])
      await root.query(statement);
    await root.end();
    const app = { user: "app", password: PASSWORD, database: "sp" };
    return {
      url: `mysql://app:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/sp`,
      port,
      async exec(...statements) {
        const connection = await connect(app);
        try {
          for (const statement of statements) await connection.query(statement);
        } finally {
          await connection.end();
        }
      },
      async lock(table) {
        const connection = await connect(app);
        await connection.query(`lock tables ${table} write`);
        return () => connection.end();
      },
      async endConnections() {
        const connection = await connect(app);
        const others = "select id from information_schema.processlist where user = 'app' and id <> connection_id()";
        const [rows] = await connection.query<mysql.RowDataPacket[]>(others);
        for (const { id } of rows) await connection.query(`kill ${String(id)}`).catch(() => undefined);
        await connection.end();
      },
      end: () => server.end(),
    };
  } catch (error) {
    await server.end();
    throw error;
  }
}
