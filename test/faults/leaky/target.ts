import { join } from "node:path";

/** Secrets that a target file holds in every way in which it can. */
export const CANARIES = {
  ADMIN_TOKEN: "canary-admin-7f3a91",
  CLIENT_SECRET: "canary-client-91bc04",
  API_KEY: "canary-key-c0de55",
  DB_PASSWORD: "canary-db-55aa17",
  LITERAL: "canary-literal-0b1d22",
};

export const TARGET = `
target: leaky
base_url: "http://localhost:{{port}}"
start:
  command: [${JSON.stringify(process.execPath)}, ${JSON.stringify(join(import.meta.dirname, "sp.ts"))}]
  ready: GET /
  env:
    PORT: "{{port}}"
    BASE_URL: "http://localhost:{{port}}"
    ISSUER: "{{connections.it.issuer}}"
    CLIENT_SECRET: "\${CLIENT_SECRET}"
    SESSION_SECRET: ${CANARIES.LITERAL}
    DATABASE_URL: "postgres://app:\${DB_PASSWORD}@localhost/app"
    SEEN: "\${SEEN}"
    LEAKS: "\${LEAKS}"
connections:
  it:
    protocol: oidc
    client_id: leaky
    client_secret: "\${CLIENT_SECRET}"
    redirect_uris: ["http://localhost:{{port}}/callback"]
    sign_in: GET /sign-in
observe:
  session: { request: GET /me, map: { account: $.id } }
  accounts:
    - http: "GET /accounts?key=\${API_KEY}"
      headers: { authorization: "Bearer \${ADMIN_TOKEN}" }
      each: "$.accounts[*]"
      map: { id: $.id, email: $.email, attributes.title: $.title }
`;
