import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Kit } from "./kit.ts";

/** Secrets that a target file holds in every way in which it can. */
const CANARIES = {
  ADMIN_TOKEN: "canary-admin-7f3a91",
  CLIENT_SECRET: "canary-client-91bc04",
  API_KEY: "canary-key-c0de55",
  DB_PASSWORD: "canary-db-55aa17",
  LITERAL: "canary-literal-0b1d22",
};

const TARGET = `
target: leaky
base_url: "http://localhost:{{port}}"
start:
  command: [${JSON.stringify(process.execPath)}, ${JSON.stringify(join(import.meta.dirname, "leaky/sp.ts"))}]
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

/** What else of the command line says something, or writes it. */
const OTHERS: readonly (readonly string[])[] = [
  ["doctor"],
  ["doctor", "--setup"],
  ["doctor", "--fix"],
  ["idp", "--print"],
  ["idp", "--print", "--json"],
  ["idp", "--print", "--metadata", "out/metadata"],
  ["lint"],
  ["list"],
  ["list", "--json"],
  ["explain", "first-create"],
  ["schema", "target"],
  ["run", "--id", "link-never", "--declare", "--strict-policy", "--report", "json=/dev/stdout"],
  ["run", "--id", "no-such-check"],
  ["run", "--target", "wrong.yaml"],
  ["lint", "wrong.yaml"],
  `init --target out/made.yaml --no-doctor --url http://localhost:3999 --start none --protocol oidc`
    .split(" ")
    .concat([
      "--sign-in=GET /sign-in",
      "--session=GET /me",
      "--redirect-uri=http://localhost:3999/callback",
      "--query=select id, email from users",
      `--accounts=postgres://app:${CANARIES.DB_PASSWORD}@localhost/app`,
    ]),
];

/** Nothing of a file that is wrong is known to be secret, and its lines are shown. */
const WRONG = TARGET.replace("sign_in: GET /sign-in", "sign_in: 7")
  .replace('"${CLIENT_SECRET}"\n    redirect', `${CANARIES.CLIENT_SECRET} {{prot}}\n    redirect`)
  .replace("${DB_PASSWORD}", `${CANARIES.DB_PASSWORD}{{prot}}`)
  .replace("key=${API_KEY}", `key=${CANARIES.API_KEY}{{prot}}`)
  .replace("Bearer ${ADMIN_TOKEN}", `Bearer ${CANARIES.ADMIN_TOKEN}{{prot}}`)
  .replace(CANARIES.LITERAL, `[${CANARIES.LITERAL}]`);

const PLACES = ["", "refusal", "ring", "crash", "accounts", "start"];

test.each(PLACES)("no secret leaves where the SP tells all (%j)", { timeout: 240_000 }, async (leaks) => {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-canary-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  writeFileSync(join(dir, "jitterbug.yaml"), TARGET);
  writeFileSync(join(dir, "wrong.yaml"), WRONG);
  const seen = join(dir, ".seen");
  writeFileSync(seen, "");
  const { LITERAL: _, ...set } = CANARIES;
  const env = { ...set, SEEN: seen, LEAKS: leaks };
  const checks = ["--id", "first-create", "--id", "rep-same"];
  const args = [...checks, "--report", "json=out/report.json", "--report", "junit=out/report.xml"];
  const printed: string[] = [];
  const commands = [["run", ...args, "--trace"], ["doctor", "--json"], ...(leaks === "" ? OTHERS : [])];
  for (const command of commands) {
    const more = { ...env, JITTERBUG_DEBUG: leaks === "" ? "" : "1" };
    const { status, stdout, stderr } = await new Kit(dir, command, more).ended;
    expect(status, `${command.join(" ")}: ${stderr}`).not.toBeNull();
    printed.push(stdout, stderr);
  }
  const files = filesBelow(dir).filter(
    (path) => path !== seen && !/(?:jitterbug|wrong)\.yaml$/.test(path) && !path.endsWith(".secret"),
  );
  const secrets = [...Object.values(CANARIES), ...readFileSync(seen, "utf8").trim().split("\n")].filter(
    (one) => one !== "",
  );
  if (leaks !== "start" && leaks !== "accounts") expect(secrets.length).toBeGreaterThan(10);
  // Names of files, too, and bytes of whatever kind.
  const told = [...printed, ...files, ...files.map((path) => readFileSync(path, "latin1"))];
  const out = secrets.flatMap((secret) => told.flatMap((text) => around(text, secret)));
  expect(out).toEqual([]);
  if (leaks === "")
    expect(files.map((path) => basename(path))).toEqual(
      expect.arrayContaining(["report.json", "report.xml", "made.yaml"]),
    );
  // Whoever else is on this machine reads none of it.
  const open = files.filter((path) => /report\.|\.jitterbug/.test(path) && (statSync(path).mode & 0o077) !== 0);
  expect(open).toEqual([]);
  // Something was said of it all the same.
  expect(told.join("").length).toBeGreaterThan(200);
});

/** Where it stands, for whoever has to mend it. */
function around(text: string, secret: string): readonly string[] {
  const at = text.indexOf(secret);
  return at < 0 ? [] : [text.slice(Math.max(0, at - 200), at + secret.length + 40)];
}

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: "utf8" })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile());
}
