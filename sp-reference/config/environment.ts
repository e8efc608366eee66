import { randomBytes } from "node:crypto";
import type { Config } from "./model.ts";
import { resource } from "./resource.ts";
import { ConfigError, loadOrganizations } from "./organizations.ts";

export type Environment = { readonly [name: string]: string | undefined };

/**
 * The configuration from the environment; README.md beside main.ts lists every variable. Secrets are never read from
 * organizations.yaml, so that the file can be checked in.
 */
export function readConfig(env: Environment): Config {
  const port = portOf(env["PORT"] ?? "3000");
  const host = env["HOST"] ?? "localhost";
  const baseUrl = (env["BASE_URL"] ?? `http://localhost:${port}`).replace(/\/+$/, "");
  const organizations = loadOrganizations(env["SP_CONFIG"] ?? resource("organizations.yaml"), {
    baseUrl,
    idpUrl: (env["IDP_URL"] ?? "http://127.0.0.1:9400").replace(/\/+$/, ""),
    clientSecret: (connection) =>
      env[`CLIENT_SECRET_${connection.toUpperCase().replaceAll("-", "_")}`] ?? env["CLIENT_SECRET"] ?? null,
  });
  return {
    baseUrl,
    host,
    port,
    database: env["DATABASE"] ?? ":memory:",
    adminToken: env["ADMIN_TOKEN"] || randomBytes(24).toString("base64url"),
    sessionSecret: env["SESSION_SECRET"] || randomBytes(32).toString("base64url"),
    ...organizations,
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new ConfigError(`PORT is not a port: ${text}`);
  return port;
}
