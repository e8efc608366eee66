/** The tables of the Kysely adapter as its documentation creates them, with the types that SQLite has for them. */
import { sql } from "kysely";

const id = sql`(lower(hex(randomblob(16))))`;
const cascade = (column) => column.references("User.id").onDelete("cascade").notNull();

export async function createTables({ schema }) {
  await schema
    .createTable("User")
    .ifNotExists()
    .addColumn("id", "text", (column) => column.primaryKey().defaultTo(id))
    .addColumn("name", "text")
    .addColumn("email", "text", (column) => column.unique().notNull())
    .addColumn("emailVerified", "text")
    .addColumn("image", "text")
    .execute();
  await schema
    .createTable("Account")
    .ifNotExists()
    .addColumn("id", "text", (column) => column.primaryKey().defaultTo(id))
    .addColumn("userId", "text", cascade)
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("provider", "text", (column) => column.notNull())
    .addColumn("providerAccountId", "text", (column) => column.notNull())
    .addColumn("refresh_token", "text")
    .addColumn("access_token", "text")
    .addColumn("expires_at", "bigint")
    .addColumn("token_type", "text")
    .addColumn("scope", "text")
    .addColumn("id_token", "text")
    .addColumn("session_state", "text")
    .execute();
  await schema
    .createTable("Session")
    .ifNotExists()
    .addColumn("id", "text", (column) => column.primaryKey().defaultTo(id))
    .addColumn("userId", "text", cascade)
    .addColumn("sessionToken", "text", (column) => column.notNull().unique())
    .addColumn("expires", "text", (column) => column.notNull())
    .execute();
  await schema
    .createTable("VerificationToken")
    .ifNotExists()
    .addColumn("identifier", "text", (column) => column.notNull())
    .addColumn("token", "text", (column) => column.notNull().unique())
    .addColumn("expires", "text", (column) => column.notNull())
    .execute();
  await schema.createIndex("Account_userId_index").ifNotExists().on("Account").column("userId").execute();
  await schema.createIndex("Session_userId_index").ifNotExists().on("Session").column("userId").execute();
}
