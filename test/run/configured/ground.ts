import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { freePort } from "../../../harness/ports.ts";

const SP = fileURLToPath(new URL("sp.ts", import.meta.url));

export const FACTS = {
  issuer: "{{connections.only.issuer}}",
  client_id: "{{connections.only.client_id}}",
  client_secret: "{{connections.only.client_secret}}",
};
export const CALL = { http: "POST /admin/idps", json: FACTS };
export const RESET = { http: "POST /admin/reset" };

/** A folder with the target file of this SP; `port`: where it runs already. */
export function folder(more: object, port?: number): string {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-prepare-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const base_url = `http://localhost:${port ?? "{{port}}"}`;
  const start = {
    command: [process.execPath, SP],
    env: { PORT: "{{port}}", BASE_URL: "{{base_url}}" },
    ready: "GET /healthz",
  };
  const target = {
    target: "configured",
    base_url,
    ...(port === undefined ? { start } : {}),
    connections: {
      only: {
        protocol: "oidc",
        client_id: "app",
        redirect_uris: [`${base_url}/callback`],
        signing_alg: "ES256",
        sign_in: "GET /sso",
      },
    },
    observe: {
      session: { request: "GET /me", map: { account: "$.id" } },
      accounts: {
        http: "GET /admin/accounts",
        each: "$[*]",
        map: { id: "$.id", email: "$.email" },
        collect: { identities: { subject: "$.subject" } },
      },
    },
    ...more,
  };
  // JSON is YAML; a step of `prepare` on each line, so that its place can be told.
  writeFileSync(join(dir, "jitterbug.yaml"), JSON.stringify(target).replaceAll('{"http"', '\n{"http"'));
  return dir;
}

/** The SP as a process of its own, which outlives a run. */
export async function running(): Promise<number> {
  const port = await freePort();
  const env = { ...process.env, PORT: String(port), BASE_URL: `http://localhost:${port}` };
  const child = spawn(process.execPath, [SP], { env, stdio: "ignore" });
  onTestFinished(() => void child.kill());
  while (!(await fetch(`http://localhost:${port}/`).catch(() => null))?.ok) await pause(20);
  return port;
}

/** What the SP has now. */
export async function accountsAt(port: number): Promise<readonly { readonly email: string }[]> {
  return (await (await fetch(`http://localhost:${port}/admin/accounts`)).json()) as { email: string }[];
}
