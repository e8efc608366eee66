import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { createPrivateKey } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../harness/ports.ts";
import { createKeyStore } from "../../harness/idp/state/keys.ts";
import { Jar } from "../idp/support.ts";
import type { Installed } from "../package/installed.ts";
import { cpuOf, ROOT } from "./processes.ts";

/** What one start of a mock came to. */
export interface MockFigures {
  /** Milliseconds from the start of the process to its first answer. */
  readonly start: number;
  /** Milliseconds of its CPU until then. */
  readonly startCpu: number;
  /** Milliseconds of its CPU for one sign-in, of those that were counted. */
  readonly cpu: number;
  /** Its resident set after them, in MB. */
  readonly mb: number;
}

export const FIGURES = [
  ["ms to the first answer", "start", 0],
  ["ms of CPU until then", "startCpu", 0],
  ["ms of CPU a sign-in", "cpu", 1],
  ["MB", "mb", 0],
] as const;

interface Mock {
  readonly name: string;
  readonly args: (port: number, folder: string) => readonly string[];
  /** What answers as soon as it is up. */
  readonly ready: string;
  readonly signIn: (origin: string) => Promise<void>;
}

const PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
const REDIRECT = "http://localhost:9/callback";
const WARM = 100;
/** Of each start, beside those that warm it up. */
export const SIGN_INS = 300;

/**
 * A mock of each protocol beside another's: the first of a pair is what the second is measured by. Both are installed
 * packages, started as their users start them, with a key that was made before.
 * @param cli the kit's, as it was installed.
 */
export const pairs = (cli: string): readonly (readonly [Mock, Mock])[] => [
  [
    {
      name: "oauth2-mock-server",
      args: (port, folder) => [
        program("oauth2-mock-server/dist/oauth2-mock-server.mjs", OTHERS),
        "-a",
        "127.0.0.1",
        "-p",
        String(port),
        "--jwk",
        join(folder, "key.json"),
      ],
      ready: "/.well-known/openid-configuration",
      signIn: (origin) => byCode(`${origin}/authorize`, `${origin}/token`, `${origin}/userinfo`),
    },
    {
      name: "jitterbug idp, OIDC",
      args: (_port, folder) => [cli, "idp", "--target", join(folder, "oidc.yaml"), "--as", "ada"],
      ready: "/oidc/web/.well-known/openid-configuration",
      signIn: (origin) =>
        byCode(
          ...(["authorize", "token", "userinfo"].map((path) => `${origin}/oidc/web/${path}`) as [
            string,
            string,
            string,
          ]),
        ),
    },
  ],
  [
    {
      name: "saml-idp",
      args: (port, folder) => [
        program("saml-idp/bin/run.js"),
        "--host",
        "127.0.0.1",
        "--port",
        String(port),
        "--acsUrl",
        "http://localhost:9/acs",
        "--audience",
        "urn:bench",
        "--key",
        join(folder, "key.pem"),
        "--cert",
        join(folder, "cert.pem"),
        "--issuer",
        "urn:saml-idp",
      ],
      ready: "/metadata",
      async signIn(origin) {
        await (await fetch(`${origin}/`)).text();
        const body = new URLSearchParams({ userName: "ada", nameIdFormat: PERSISTENT, email: "ada@acme.test" });
        await assertion(fetch(`${origin}/signin`, { method: "POST", body }));
      },
    },
    {
      name: "jitterbug idp, SAML",
      args: (_port, folder) => [cli, "idp", "--target", join(folder, "saml.yaml"), "--as", "ada"],
      ready: "/saml/xml/metadata",
      signIn: (origin) => assertion(fetch(`${origin}/saml/xml/portal`)),
    },
  ],
];

function program(path: string, root = ROOT): string {
  return join(root, "node_modules", path);
}

/** Where oauth2-mock-server is: nothing else here needs it, so it is fetched for these figures alone, and once. */
const OTHERS = join(tmpdir(), "jitterbug-bench-others");

/** The kit as its users have it: compiled, below node_modules. Gives what starts it. */
export async function installKit(kit: Installed): Promise<string> {
  await kit.install();
  return join(kit.project, "node_modules/jitterbug/harness/bin/jitterbug.js");
}

export function fetchOthers(): void {
  const wanted = ["oauth2-mock-server@9.3.0"];
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund", "--prefix", OTHERS, ...wanted]);
}

/** Each mock alone on the machine but for who signs in: the authorization code flow with UserInfo, or an assertion by the portal. */
export async function measure({ args, ready, signIn }: Mock, signIns: number): Promise<MockFigures> {
  const folder = mkdtempSync(join(tmpdir(), "jitterbug-bench-"));
  const port = await freePort();
  await furnish(folder, port);
  const origin = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, args(port, folder), { cwd: ROOT, stdio: "ignore" });
  try {
    const start = await answered(`${origin}${ready}`, child);
    const startCpu = cpuOf(child.pid ?? 0) * 1_000;
    for (let count = 0; count < WARM; count++) await signIn(origin);
    const before = cpuOf(child.pid ?? 0);
    for (let count = 0; count < signIns; count++) await signIn(origin);
    return { start, startCpu, cpu: ((cpuOf(child.pid ?? 0) - before) * 1_000) / signIns, mb: residentMb(child) };
  } finally {
    child.kill("SIGTERM");
    await new Promise((resolve) => child.once("close", resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}

const VENDORS = ["okta", "entra", "google", "adfs", "onelogin", "ping", "keycloak", "shibboleth", "auth0", "jumpcloud"];

/** Forty connections in one process, four of each vendor, keys kept: until the first answers, and what it holds then. */
export async function measureMany(cli: string): Promise<Pick<MockFigures, "start" | "mb">> {
  const folder = mkdtempSync(join(tmpdir(), "jitterbug-bench-"));
  const port = await freePort();
  const lines = VENDORS.flatMap((vendor) =>
    [1, 2, 3, 4].map((count) => {
      const saml = vendor === "adfs" || vendor === "shibboleth" || (vendor !== "auth0" && count > 2);
      const sp = saml
        ? `protocol: saml, sp_entity_id: urn:bench, acs: ["http://localhost:9/acs"]`
        : `protocol: oidc, client_id: bench, client_secret: bench, redirect_uris: ["${REDIRECT}"]`;
      return `  ${vendor}-${count}: { profile: ${vendor}, ${sp} }`;
    }),
  );
  writeFileSync(
    join(folder, "many.yaml"),
    `idps: { listen: "127.0.0.1:${port}" }\nconnections:\n${lines.join("\n")}\n`,
  );
  const args = [cli, "idp", "--target", join(folder, "many.yaml")];
  const running = async () => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "ignore" });
    try {
      const start = await answered(`http://127.0.0.1:${port}/`, child);
      return { start, mb: residentMb(child) };
    } finally {
      child.kill("SIGTERM");
      await new Promise((resolve) => child.once("close", resolve));
    }
  };
  try {
    // Once for the keys: what is told of all its connections, it prints.
    await new Promise((resolve) =>
      spawn(process.execPath, [...args, "--print"], { cwd: ROOT, stdio: "ignore" }).once("close", resolve),
    );
    return await running();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function furnish(folder: string, port: number): Promise<void> {
  const connections = {
    oidc: `{ protocol: oidc, client_id: bench, client_secret: bench, redirect_uris: ["${REDIRECT}"] }`,
    saml: `{ protocol: saml, sp_entity_id: urn:bench, acs: ["http://localhost:9/acs"] }`,
  };
  for (const [protocol, connection] of Object.entries(connections)) {
    const name = protocol === "oidc" ? "web" : "xml";
    const text = `idps: { listen: "127.0.0.1:${port}" }\nconnections:\n  ${name}: ${connection}\n`;
    writeFileSync(join(folder, `${protocol}.yaml`), text);
  }
  // Keys are made once, as in life: what is measured is everything else.
  const store = createKeyStore(join(folder, ".jitterbug"), "web");
  const { privateKeyPem, certificatePem } = await store.signingKey("signing", "RS256");
  await createKeyStore(join(folder, ".jitterbug"), "xml").signingKey("signing", "RS256");
  writeFileSync(join(folder, "key.pem"), privateKeyPem);
  const jwk = createPrivateKey(privateKeyPem).export({ format: "jwk" });
  writeFileSync(join(folder, "key.json"), JSON.stringify({ ...jwk, alg: "RS256", kid: "bench" }));
  writeFileSync(join(folder, "cert.pem"), certificatePem);
}

/** Milliseconds until it answers. */
async function answered(url: string, child: ChildProcess): Promise<number> {
  const began = performance.now();
  while (child.exitCode === null) {
    const response = await fetch(url).catch(() => null);
    if (response?.status === 200) return performance.now() - began;
    await sleep(2);
  }
  throw new Error(`it ended before it answered at ${url}`);
}

async function byCode(authorize: string, token: string, userinfo: string): Promise<void> {
  const query = {
    client_id: "bench",
    response_type: "code",
    scope: "openid email profile",
    redirect_uri: REDIRECT,
    state: "s",
    nonce: "n",
  };
  const { url } = await new Jar().navigate(`${authorize}?${new URLSearchParams(query).toString()}`);
  const code = new URL(url).searchParams.get("code") ?? "";
  const answer = await fetch(token, {
    method: "POST",
    headers: { authorization: `Basic ${btoa("bench:bench")}` },
    body: new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: REDIRECT }),
  });
  const { id_token, access_token } = (await answer.json()) as { id_token?: string; access_token?: string };
  if (id_token === undefined) throw new Error(`no ID token from ${token}`);
  const told = await fetch(userinfo, { headers: { authorization: `Bearer ${access_token}` } });
  if (((await told.json()) as { sub?: unknown }).sub === undefined) throw new Error(`nobody at ${userinfo}`);
}

async function assertion(asked: Promise<Response>): Promise<void> {
  if (!(await (await asked).text()).includes("SAMLResponse")) throw new Error("no assertion came");
}

function residentMb({ pid }: ChildProcess): number {
  const [, kb] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kb) / 1024;
}
