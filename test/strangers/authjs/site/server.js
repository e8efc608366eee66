/** Auth.js on Express with the Kysely adapter, at the defaults: what its documentation says to write, and no more. */
import { ExpressAuth } from "@auth/express";
import { KyselyAdapter } from "@auth/kysely-adapter";
import Database from "better-sqlite3";
import express from "express";
import { Kysely, SqliteDialect } from "kysely";
import { createTables } from "./schema.js";

const db = new Kysely({ dialect: new SqliteDialect({ database: new Database(process.env.DATABASE) }) });
await createTables(db);

const oidc = (id, name) => ({
  id,
  name: id,
  type: "oidc",
  issuer: process.env[`${name}_ISSUER`],
  clientId: "authjs",
  clientSecret: process.env[`${name}_SECRET`],
});

const app = express();
app.set("trust proxy", true);
app.get("/healthz", (request, response) => void response.send("ok"));
app.use(
  "/auth",
  ExpressAuth({
    adapter: KyselyAdapter(db),
    secret: "only-for-a-site-on-loopback-and-for-nothing-else",
    providers: [oidc("engineering", "ENGINEERING"), oidc("sales", "SALES")],
    // "Extending the session" of the documentation: the id of who is signed in.
    callbacks: { session: ({ session, user }) => ({ ...session, user: { ...session.user, id: user.id } }) },
  }),
);
app.get("/", (request, response) => void response.send("Welcome."));
app.listen(Number(process.env.PORT), "localhost");
