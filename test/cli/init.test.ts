import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freePort } from "../../harness/ports.ts";
import { golden, jitterbug, type Ended } from "./command-line.ts";
import { fittingFlags, INIT_SP as SP } from "./fitting.ts";

const BIN = fileURLToPath(new URL("../../harness/bin/jitterbug.js", import.meta.url));
let folder: string;
let port: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "jitterbug-init-"));
  port = String(await freePort());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, "jitterbug.yaml");

const fitting = (change: { readonly [flag: string]: string } = {}): string[] => fittingFlags(port, change);

const init = (args: readonly string[], env: { readonly [name: string]: string } = {}): Promise<Ended> =>
  jitterbug(["init", ...args], { cwd: folder, env: { PORT: port, ...env } });

describe("init, by flags", () => {
  it("writes a file that passes doctor", async () => {
    const ended = await init(fitting());
    expect(ended.stderr).toBe("");
    expect(ended.stdout).toContain("All is well: `jitterbug run` can judge this SP.");
    expect(ended.status).toBe(0);
    const written = readFileSync(file(), "utf8")
      .replaceAll(process.execPath, "NODE")
      .replaceAll(SP, "SP")
      .replaceAll(port, "PORT");
    await expect(written).toMatchFileSnapshot("golden/init/acme.yaml.txt");
  });

  it("says what nobody is there to be asked for", async () => {
    await expect(golden(await init([]))).toMatchFileSnapshot("golden/init/missing.txt");
    const some = await init(["--url", "localhost:1", "--start", "none", "--protocol", "saml", "--accounts", "/users"]);
    await expect(golden(some)).toMatchFileSnapshot("golden/init/missing-saml.txt");
    expect(existsSync(file())).toBe(false);
  });

  it.each([
    ["--url", "ftp://x"],
    ["--protocol", "ldap"],
    ["--sign-in", "POST /login > Sign in"],
    ["--start", "npm run build && npm start"],
    ["--start", 'node "server.js'],
    ["--accounts", "mongodb://localhost/app"],
    ["--accounts-token", "a token"],
    ["--each", "users"],
    ["--idps", "localhost"],
    ["--env", "ISSUER=issuer"],
  ])("does not take %s %s, and says what it takes", async (flag, value) => {
    const ended = await init(fitting({ [flag]: value }));
    expect(ended).toMatchObject({ status: 2, stdout: "" });
    expect(ended.stderr).toMatch(new RegExp(`^ERR_USAGE {2}${flag} does not take .*\n {2}\\S`));
    expect(existsSync(file())).toBe(false);
  });

  it("keeps a file that is there, unless it is told otherwise", async () => {
    writeFileSync(file(), "mine\n");
    const kept = await init(fitting());
    expect(kept).toMatchObject({ status: 2, stdout: "" });
    expect(readFileSync(file(), "utf8")).toBe("mine\n");
    expect(await init([...fitting(), "--force", "--no-doctor"])).toMatchObject({ status: 0 });
    expect(readFileSync(file(), "utf8")).toContain("target: acme");
  });

  it("keeps the password of a database out of the file, and of what it prints", async () => {
    const accounts = "postgres://app:s3cr@t/x@localhost:1/app";
    const ended = await init([
      ...fitting({ "--accounts": accounts, "--query": "select id from users" }),
      "--no-doctor",
    ]);
    expect(ended.stdout).toContain("set DB_PASSWORD");
    expect(readFileSync(file(), "utf8")).toContain('sql: "postgres://app:${DB_PASSWORD}@localhost:1/app"');
    expect(ended.stdout + ended.stderr + readFileSync(file(), "utf8")).not.toContain("s3cr");
  });

  it("prints what to enter at an SP that runs already, and names variables that are not set", async () => {
    const ended = await init([...fitting({ "--start": "none", "--idps": "127.0.0.1:9400" }), "--no-doctor"]);
    expect(ended.stdout).toContain("http://127.0.0.1:9400/oidc/oidc/.well-known/openid-configuration");
    const token = await init([...fitting({ "--accounts-token": "ADMIN_TOKEN" }), "--force"]);
    expect(token).toMatchObject({
      status: 3,
      stdout: expect.stringContaining("Set ADMIN_TOKEN, then: jitterbug doctor"),
    });
  });

  it("takes the names of variables from .env files, and never their values", async () => {
    writeFileSync(join(folder, ".env"), "ACME_ISSUER_URL=http://old.test\nACME_CLIENT_SECRET=hush\nDEBUG=1\n");
    await init([...fitting(), "--no-doctor"]);
    const written = readFileSync(file(), "utf8");
    expect(written).toContain('ACME_ISSUER_URL: "{{connections.oidc.issuer}}"');
    expect(written).toContain('ACME_CLIENT_SECRET: "{{connections.oidc.client_secret}}"');
    expect(written).not.toMatch(/hush|old\.test|DEBUG|OIDC_ISSUER/);
  });
});

describe("what init and doctor say of an SP that does not fit the answers", () => {
  const cases: readonly (readonly [name: string, change: { readonly [flag: string]: string }, told: RegExp])[] = [
    [
      "the session's path finds nothing",
      { "--account": "$.nobody" },
      /account u2 was made, but nobody is signed in: .* shows nothing at \$\.nobody; it has \$\.user\.id, \$\.user\.email, \$\.expires\n +correct map\.account of observe\.session \(jitterbug\.yaml:\d+\)/,
    ],
    [
      "the email's path finds nothing",
      { "--email": "$.mail" },
      /map\.email of http \(\$\.mail\) finds nothing in any account\n +an account there has \$\.id, \$\.email, \$\.name: correct map/,
    ],
    [
      "each finds nothing",
      { "--each": "$.accounts[*]" },
      /http shows no account: each \(\$\.accounts\[\*\]\) finds nothing\n +its answer has \$\.users\[0\]\.id, .*: correct each/,
    ],
    [
      "the session and the accounts show other ids",
      { "--account": "$.user.email" },
      /show no account with that id: they show u1, u2\n +map\.account of observe\.session .* must show the same id/,
    ],
    [
      "the client authenticates in another way",
      { "--client-auth": "basic" },
      /with client_secret_post, and the connection's client_auth is basic .*\n +write client_auth: post \(jitterbug\.yaml:\d+\)/,
    ],
  ];
  it.each(cases)("%s", async (_, change, told) => {
    const ended = await init(fitting(change));
    expect(ended.stdout).toMatch(told);
    expect(ended.stdout).toMatch(/1 of 4 need a hand\..*\nMend that/);
    expect(ended.status).toBe(3);
    expect(existsSync(file())).toBe(true);
  });

  it.each([
    ["--email", "$.mail", "map.email of http ($.mail)"],
    ["--each", "$.accounts[*]", "each of http ($.accounts[*])"],
  ])("a run with a wrong %s fails nothing: it is misconfigured, with the line", async (flag, path, told) => {
    await init([...fitting({ [flag]: path }), "--no-doctor"]);
    const report = join(folder, "report.json");
    const args = ["run", "--id", "rep-same", "--protocol", "oidc", "--report", `json=${report}`];
    expect(await jitterbug(args, { cwd: folder, env: { PORT: port } })).toMatchObject({ status: 3 });
    expect(JSON.parse(readFileSync(report, "utf8"))).toMatchObject({
      checks: [{ verdict: "misconfigured", reason: expect.stringContaining(`${told} finds nothing`) }],
    });
  });

  it("a run tells of a path that never found anything, and of no other", async () => {
    await init([...fitting(), "--no-doctor"]);
    const map = "email: $.email, given_name: $.firstname, name: $.name";
    writeFileSync(file(), readFileSync(file(), "utf8").replace("email: $.email", map));
    const { stdout } = await jitterbug(["run", "--id", "rep-same"], { cwd: folder, env: { PORT: port } });
    expect(stdout.match(/^▲.*$/gm)).toEqual([expect.stringContaining("map.given_name of http ($.firstname)")]);
  });

  it("something comes between the IdP and the session", async () => {
    const ended = await init(fitting(), { CONSENT: "1" });
    expect(ended.stdout).toMatch(/sign-in oidc: .* comes between.*\n.*after_sign_in/);
    expect(ended.status).toBe(3);
  });

  it("it does not start", async () => {
    const ended = await init(fitting({ "--start": "false" }));
    expect(ended.stderr).toContain("ERR_SP_EXITED");
    expect(ended.stdout).toContain("try again: jitterbug doctor");
    expect(ended.status).toBe(3);
  });

  it("nobody is signed in with --no-sign-ins", async () => {
    await init([...fitting({ "--account": "$.nobody" }), "--no-doctor"]);
    const ended = await jitterbug(["doctor", "--no-sign-ins"], { cwd: folder, env: { PORT: port } });
    expect(ended).toMatchObject({ status: 0, stdout: expect.not.stringContaining("sign-in oidc") });
  });
});

/** Types into a real terminal, one answer for each question; `script` of util-linux makes one. */
const here = existsSync("/usr/bin/script") || process.env["CI"] !== undefined;

describe.skipIf(!here)(here ? "init, at a terminal" : "init, at a terminal [SKIPPED: no script]", () => {
  function typed(answers: readonly string[], args = ""): Promise<{ readonly status: number; readonly shown: string }> {
    const command = `'${process.execPath}' '${BIN}' init ${args}`;
    const child = spawn("/usr/bin/script", ["-qefc", command, "/dev/null"], {
      cwd: folder,
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], TERM: "dumb", NO_COLOR: "1", PORT: port },
    });
    let shown = "";
    let asked = 0;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      shown += text;
      // A question ends with its suggestion; a slip is asked again.
      const questions = shown.match(/\[[^\]\n]*(?:\[\*\])?\] /g)?.length ?? 0;
      while (asked < Math.min(questions, answers.length)) child.stdin.write(answers[asked++] ?? "");
    });
    return new Promise((resolve) => child.once("close", (status) => resolve({ status: status ?? -1, shown })));
  }

  it("asks five questions, takes Enter for what it suggests, and asks again after a slip", async () => {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "@acme/shop", scripts: { start: "x" } }));
    const answers = [
      "\r",
      "\r",
      "nonsense\r",
      "\r",
      "\r",
      "\r",
      "/login > Sign in\r",
      "\r",
      "\r",
      "sqlite:a.db\r",
      "\r",
    ];
    const { status, shown } = await typed(answers, "--no-doctor");
    expect(status).toBe(0);
    for (const number of [1, 2, 3, 4, 5]) expect(shown).toContain(`${number}/5`);
    expect(shown).toContain("Write a method and a path");
    const written = readFileSync(file(), "utf8");
    expect(written).toContain("target: shop");
    expect(written).toContain("command: [ npm, start ]");
    expect(written).toContain("{ press: Sign in }");
    expect(written).toContain("query: select id, email from users");
  });

  it.each([
    ["Ctrl-C", "\u0003", 130],
    ["Ctrl-D", "\u0004", 2],
  ])("%s leaves without a file", async (_, key, wanted) => {
    const { status, shown } = await typed(["\r", key]);
    expect(status).toBe(wanted);
    expect(shown).not.toContain("ERR_INTERNAL");
    expect(existsSync(file())).toBe(false);
  });
});
