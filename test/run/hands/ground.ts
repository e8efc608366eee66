import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { Kit, type Ended } from "../../faults/kit.ts";

const SP = fileURLToPath(new URL("sp.ts", import.meta.url));

export const SEED = {
  account: { http: "POST /admin/accounts", json: { email: "{{email}}", password: "{{password}}" } },
};
export const SIGN_OUT = [{ open: "/out" }, { press: "#out button" }];
export const PASSWORD_SIGN_IN = [
  { open: "/password" },
  { fill: { Email: "{{email}}", Password: "{{password}}" } },
  { press: "Sign In" },
];
/** How an SP with the trait `token` shows who is signed in. */
export const BY_TOKEN = {
  request: "GET /me",
  headers: { authorization: "Bearer {{kept.token}}" },
  kept: { token: { query: "token" } },
  map: { account: "$.id" },
};

/** A folder with the target file of this SP. */
export function folder(traits: readonly string[], more: { readonly [key: string]: object }): string {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-hands-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const target = {
    target: "hands",
    base_url: "http://localhost:{{port}}",
    start: {
      command: [process.execPath, SP],
      env: {
        PORT: "{{port}}",
        BASE_URL: "{{base_url}}",
        TRAITS: traits.join(","),
        ISSUER: "{{connections.only.issuer}}",
        CLIENT_ID: "{{connections.only.client_id}}",
        CLIENT_SECRET: "{{connections.only.client_secret}}",
      },
      ready: "GET /",
    },
    connections: {
      only: {
        protocol: "oidc",
        client_id: "app",
        redirect_uris: ["http://localhost:{{port}}/callback"],
        signing_alg: "ES256",
        sign_in: "GET /sso",
      },
    },
    ...more,
    observe: {
      session: { request: "GET /me", map: { account: "$.id" } },
      accounts: {
        http: "GET /admin/accounts",
        each: "$[*]",
        map: { id: "$.id", email: "$.email" },
        collect: { identities: { subject: "$.subject" } },
      },
      ...more["observe"],
    },
  };
  // JSON is YAML; what is done on a line of its own, so that its place can be told.
  writeFileSync(
    join(dir, "jitterbug.yaml"),
    JSON.stringify(target).replaceAll(/\{"(?=press|open|fill|request)/g, '\n{"'),
  );
  return dir;
}

/** Runs one scenario of these steps. */
export function runSteps(dir: string, steps: readonly object[], more: object = {}): Promise<Ended> {
  const scenario = {
    id: "by-hand",
    title: "By hand",
    severity: "MUST",
    basis: "harm",
    protocols: ["oidc"],
    given: { people: ["ada"] },
    ...more,
    steps,
    explain: { cause: "c", fix: "f" },
  };
  const file = join(dir, "by-hand.yaml");
  writeFileSync(file, JSON.stringify(scenario));
  return new Kit(dir, ["run", file]).ended;
}

/** The one check of the run. */
export const one = ({ report }: Ended) => report?.checks[0];
