import { createPrivateKey, randomBytes, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Config, KeyPair } from "./model.ts";
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
    scimToken: (organization) => {
      const common = env["SCIM_TOKEN"];
      const own = env[`SCIM_TOKEN_${organization.toUpperCase().replaceAll("-", "_")}`];
      // Each organization has a token of its own: that of one opens no other.
      return own ?? (common ? `${common}-${organization}` : null);
    },
  });
  return {
    baseUrl,
    host,
    port,
    database: env["DATABASE"] ?? ":memory:",
    adminToken: env["ADMIN_TOKEN"] || randomBytes(24).toString("base64url"),
    sessionSecret: env["SESSION_SECRET"] || randomBytes(32).toString("base64url"),
    smtpUrl: smtpUrl(env["SMTP_URL"]),
    samlKey: samlKey(env["SAML_KEY"], env["SAML_CERTIFICATE"]),
    ...organizations,
  };
}

function smtpUrl(text: string | undefined): string | null {
  if (!text) return null;
  if (!/^smtps?:$/.test(URL.parse(text)?.protocol ?? ""))
    throw new ConfigError(`SMTP_URL is no smtp:// address: ${text}`);
  return text;
}

/** Two PEM files that belong together, or neither. */
function samlKey(keyFile: string | undefined, certificateFile: string | undefined): KeyPair | null {
  if (!keyFile && !certificateFile) return null;
  if (!keyFile || !certificateFile) throw new ConfigError("SAML_KEY and SAML_CERTIFICATE go together");
  try {
    const [privateKey, certificate] = [readFileSync(keyFile, "utf8"), readFileSync(certificateFile, "utf8")];
    if (new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey)))
      return { privateKey, certificate };
  } catch (error) {
    throw new ConfigError(`cannot read SAML_KEY ${keyFile} and SAML_CERTIFICATE ${certificateFile}`, { cause: error });
  }
  throw new ConfigError(`the certificate in ${certificateFile} is not that of the key in ${keyFile}`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new ConfigError(`PORT is not a port: ${text}`);
  return port;
}
