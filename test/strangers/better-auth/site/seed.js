/** Writes a user as a sign-up would, with a password where there is one: seed.js DATABASE EMAIL EMAIL_VERIFIED NAME PASSWORD. */
import { randomUUID } from "node:crypto";
import { hashPassword } from "better-auth/crypto";
import Database from "better-sqlite3";

const [database, email, verified, name, password] = process.argv.slice(2);
const hash = password === "" ? null : await hashPassword(password);
const id = randomUUID();
const now = new Date().toISOString();

const db = new Database(database, { timeout: 30_000 });
db.transaction(() => {
  db.prepare(
    "insert into user (id, name, email, emailVerified, createdAt, updatedAt) values (?, ?, lower(?), ?, ?, ?)",
  ).run(id, name, email, verified === "true" ? 1 : 0, now, now);
  if (hash === null) return;
  db.prepare(
    `insert into account (id, accountId, providerId, userId, password, createdAt, updatedAt)
     values (?, ?, 'credential', ?, ?, ?, ?)`,
  ).run(randomUUID(), id, id, hash, now, now);
}).immediate();
