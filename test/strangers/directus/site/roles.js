/** Writes the roles that the providers' configuration names by id, as an administrator would in the Data Studio. */
import sqlite3 from "sqlite3";

const roles = [
  ["11111111-1111-4111-8111-111111111111", "guest"],
  ["22222222-2222-4222-8222-222222222222", "member"],
  ["33333333-3333-4333-8333-333333333333", "editor"],
];

const database = new sqlite3.Database(process.env["DB_FILENAME"]);
for (const role of roles) database.run("insert or ignore into directus_roles (id, name) values (?, ?)", role);
database.close();
