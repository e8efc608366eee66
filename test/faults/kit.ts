import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { ReportDocument } from "../../harness/report/document.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const BIN = join(ROOT, "harness/bin/jitterbug.js");
export const HOSTILE = fileURLToPath(new URL("hostile/", import.meta.url));

export interface Ended {
  /** Null where a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The JSON report; null where none was written. */
  readonly report: ReportDocument | null;
}

export interface HostileOptions {
  /** One connection, and so one check, for each. */
  readonly faults: readonly string[];
  readonly env?: { readonly [name: string]: string };
  readonly settle?: number;
  /** Left out: a free one. */
  readonly base_url?: string;
  /** False: it is said to run already. */
  readonly start?: boolean;
  /** Seconds. */
  readonly timeout?: number;
  readonly limits?: { readonly [name: string]: number };
  /** Accounts are removed after each check. */
  readonly remove?: boolean;
  /** What is observed instead of the SP's own admin API. */
  readonly accounts?: readonly object[];
  /** Accounts may be seeded. */
  readonly seed?: boolean;
}

/** A folder with the target file of the hostile SP in it. */
export class Ground implements Disposable {
  readonly dir = mkdtempSync(join(tmpdir(), "jitterbug-faults-"));

  constructor(options: HostileOptions) {
    writeFileSync(join(this.dir, "jitterbug.yaml"), targetFile(options));
  }

  start(args: readonly string[], env: { readonly [name: string]: string } = {}): Kit {
    return new Kit(this.dir, ["run", ...(args[0]?.endsWith(".yaml") ? [] : [HOSTILE]), ...args], env);
  }

  /** Any other command, here. */
  command(...args: readonly string[]): Promise<Ended> {
    return new Kit(this.dir, args).ended;
  }

  run(...args: readonly string[]): Promise<Ended> {
    return this.start(args).ended;
  }

  [Symbol.dispose](): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

/** The real command as a child process. Its report is `report.json` of its folder, unless the arguments name one. */
export class Kit {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  #lines = 0;

  /** @param before words of a command that runs the kit's own. */
  constructor(
    dir: string,
    args: readonly string[],
    env: { readonly [name: string]: string } = {},
    before: readonly string[] = [],
  ) {
    const path = join(dir, "report.json");
    const own = args[0] !== "run" || args.some((arg) => arg.startsWith("json=")) ? [] : ["--report", `json=${path}`];
    const [program = "", ...words] = [...before, process.execPath, BIN, ...args, ...own];
    const child = spawn(program, words, {
      cwd: dir,
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], LANG: "C.UTF-8", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.child = child;
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      this.#lines = stdout.split("\n").filter((line) => line.trim() !== "").length;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    // Not `close`: what outlives the command may hold its streams, and that is for a test to find.
    this.ended = once(child, "exit").then(([status]: unknown[]) => ({
      status: typeof status === "number" ? status : null,
      stdout,
      stderr,
      report: existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as ReportDocument) : null,
    }));
  }

  /** Resolves when it has printed so many lines, or has ended. */
  async printed(lines: number): Promise<void> {
    while (this.#lines < lines && this.child.exitCode === null && this.child.signalCode === null) await pause(5);
  }
}

/** Every text that a person or a file gets of a run must be free of these. */
export const STACK = /\n\s+at .+:\d+:\d+|node:internal|\/harness\/.+\.ts:\d+/;

function targetFile({
  faults,
  env = {},
  settle = 0,
  base_url = "http://localhost:{{port}}",
  start = true,
  timeout = 20,
  remove = false,
  seed = false,
  limits,
  accounts,
}: HostileOptions): string {
  const port = base_url.endsWith("{{port}}") ? "{{port}}" : new URL(base_url).port;
  const variables = {
    PORT: port,
    BASE_URL: base_url,
    IDP_URL: "{{idps.url}}",
    ADMIN_TOKEN: "admin-token",
    CLIENT_SECRET: "hostile-client-secret",
    ...env,
  };
  const headers = { authorization: "Bearer admin-token" };
  const driver = (path: string, map: object) => ({
    http: `GET /admin/${path}?ns={{ns}}`,
    headers,
    each: "$.accounts[*]",
    next: "$.next",
    map,
  });
  // JSON is YAML.
  return JSON.stringify({
    target: "hostile",
    base_url,
    ...(start
      ? {
          start: {
            command: [process.execPath, join(HOSTILE, "sp.ts")],
            env: variables,
            ready: "GET /healthz",
            timeout,
          },
        }
      : {}),
    organizations: { acme: { verified_domains: ["acme.test"] } },
    connections: Object.fromEntries(
      faults.map((fault) => [
        fault,
        {
          organization: "acme",
          protocol: "oidc",
          // Two that are alike are one check.
          claims: { department: fault },
          client_id: "hostile",
          client_secret: "hostile-client-secret",
          signing_alg: "ES256",
          redirect_uris: [`${base_url}/${fault}/callback`],
          claims_in: ["id_token"],
          sign_in: `GET /${fault}/sign-in`,
        },
      ]),
    ),
    seed: {
      ...(remove ? { remove: { http: "DELETE /admin/accounts/{{id}}", headers } } : {}),
      ...(seed ? { account: { http: "POST /admin/accounts", headers, json: { email: "{{email}}" }, id: "$.id" } } : {}),
    },
    policy: { identity_key: "iss_sub" },
    ...(limits === undefined ? {} : { limits }),
    observe: {
      session: { request: "GET /api/me", map: { account: "$.id" } },
      accounts: accounts ?? [
        driver("accounts", { id: "$.id", email: "$.email", identities: "$.identities" }),
        driver("emails", { id: "$.id", email: "$.email" }),
      ],
      settle,
    },
  });
}
