/**
 * better-auth with its SSO plugin at the defaults: what its documentation says to write, and no more. With ORGANIZATIONS,
 * the same with its organization plugin and domain verification, which the documentation describes, too. The database
 * is a SQLite file, or PostgreSQL where DATABASE is a postgres: URL.
 */
import { createServer } from "node:http";
import { sso } from "@better-auth/sso";
import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import { organization } from "better-auth/plugins";
import Database from "better-sqlite3";
import { Pool } from "pg";
import { accept, getRole, register } from "./organizations.js";
import { providers } from "./providers.js";

const { BASE_URL, DATABASE, HOST = "localhost", IDPS, ORGANIZATIONS, PORT } = process.env;

const auth = betterAuth({
  baseURL: BASE_URL,
  secret: "only-for-a-site-on-loopback-and-for-nothing-else",
  database: DATABASE.startsWith("postgres:") ? new Pool({ connectionString: DATABASE }) : new Database(DATABASE),
  telemetry: { enabled: false },
  // An identity provider on a private address has to be trusted by name.
  trustedOrigins: [IDPS],
  ...(ORGANIZATIONS
    ? {
        emailAndPassword: { enabled: true },
        plugins: [
          organization(),
          sso({ domainVerification: { enabled: true }, organizationProvisioning: { disabled: false, getRole } }),
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
