import { createHash } from "node:crypto";
import type { Request } from "express";
import type { Db } from "../accounts/database.ts";
import { randomKey } from "./one-time.ts";

/** A key of the account's own, for a program. It is told once: what is kept is its hash. */
export function makeKey(db: Db, account: string): string {
  const key = randomKey();
  db.prepare("INSERT INTO api_keys (hash, account_id, created_at) VALUES (?, ?, ?)").run(
    hashOf(key),
    account,
    new Date().toISOString(),
  );
  return key;
}

/** The key that a request shows (RFC 6750, 2.1); undefined: it shows none. */
export function shownKey(req: Request): string | undefined {
  return /^Bearer +([\w-]+)$/i.exec(req.headers.authorization ?? "")?.[1];
}

/** The account whose key it is, whatever has become of it since. */
export function whoseKey(db: Db, key: string): string | undefined {
  return db.prepare<[string], { account_id: string }>("SELECT account_id FROM api_keys WHERE hash = ?").get(hashOf(key))
    ?.account_id;
}

function hashOf(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}
