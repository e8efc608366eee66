/**
 * better-auth with its SSO plugin at the defaults: what its documentation says to write, and no more. With ORGANIZATIONS,
 * the same with its organization plugin and domain verification, which the documentation describes, too. The database
 * is a SQLite file, or PostgreSQL where DATABASE is a postgres: URL.
 */
import { createServer } from "node:http";
import { scim } from "@better-auth/scim";
import { sso } from "@better-auth/sso";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import { admin, organization } from "better-auth/plugins";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";
import { Pool } from "pg";
import { accept, getRole, register } from "./organizations.js";
import { providers } from "./providers.js";

const { BASE_URL, DATABASE, HOST = "localhost", IDPS, ORGANIZATIONS, PORT, SCIM_TOKEN } = process.env;

/** What a directory pushes: who is deactivated there is banned here, as the documentation asks. */
const directory = () => [
  admin(),
  scim({
    connections: [{ id: "stranger", credentials: [{ type: "bearer", id: "only", token: SCIM_TOKEN }] }],
    identity: {
      reconcileUser: ({ userId, active }, { database }) =>
        database.update({ model: "user", where: [{ field: "id", value: userId }], update: { banned: !active } }),
    },
  }),
];

/** The SCIM plugin needs transactions that stay open. */
function databaseOf(path) {
  if (path.startsWith("postgres:")) return new Pool({ connectionString: path });
  const database = new Database(path);
  if (!SCIM_TOKEN) return database;
  return { db: new Kysely({ dialect: new SqliteDialect({ database }) }), type: "sqlite", transaction: true };
}

const auth = betterAuth({
  baseURL: BASE_URL,
  secret: "only-for-a-site-on-loopback-and-for-nothing-else",
  database: databaseOf(DATABASE),
  telemetry: { enabled: false },
  // An identity provider on a private address has to be trusted by name.
  trustedOrigins: [IDPS],
  // Whom the directory pushed has no verified address here, and would be let in by no provider.
  ...(SCIM_TOKEN ? { account: { accountLinking: { requireLocalEmailVerified: false } } } : {}),
  ...(ORGANIZATIONS
    ? {
        emailAndPassword: { enabled: true },
        plugins: [
          organization(),
          sso({ domainVerification: { enabled: true }, organizationProvisioning: { disabled: false, getRole } }),
          ...(SCIM_TOKEN ? directory() : []),
        ],
      }
    : { plugins: [sso({ defaultSSO: providers })] }),
});

const { runMigrations } = await getMigrations(auth.options);
await runMigrations();
if (ORGANIZATIONS) await register(auth);

const handler = toNodeHandler(auth);
createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, BASE_URL);
  if (pathname.startsWith("/api/auth/")) return handler(request, response);
  response.setHeader("content-type", "text/plain");
  const invitation = /^\/accept-invitation\/(\w+)$/.exec(pathname)?.[1];
  if (invitation !== undefined) return response.end(await accept(auth, invitation, fromNodeHeaders(request.headers)));
  if (pathname !== "/login-error") return response.end("Welcome.");
  response.statusCode = 403;
  return response.end(`Sign-in failed: ${searchParams.get("error")} ${searchParams.get("error_description") ?? ""}`);
}).listen(Number(PORT), HOST);
