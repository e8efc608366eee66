import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readWhere } from "../../harness/cli/init/accounts.ts";
import { Slip } from "../../harness/cli/init/form.ts";
import { readMetadata } from "../../harness/cli/init/metadata.ts";
import { jitterbug, type Ended } from "./command-line.ts";

/** A project with a blank in its name, in a home folder. */
let home: string;
let cwd: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "jitterbug-paths-"));
  cwd = join(home, "my project");
  mkdirSync(join(cwd, "saml"), { recursive: true });
  for (const file of ["saml/sp.xml", "my sp.xml"]) writeFileSync(join(cwd, file), METADATA);
  writeFileSync(join(home, "home-sp.xml"), METADATA);
  process.env["HOME"] = home;
});
afterEach(() => {
  process.env["HOME"] = before;
  rmSync(home, { recursive: true, force: true });
});
const before = process.env["HOME"] ?? "";

const METADATA = `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="urn:sp:x"><md:SPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="http://localhost:3000/acs" index="0"/></md:SPSSODescriptor></md:EntityDescriptor>`;

const run = (args: readonly string[]): Promise<Ended> => jitterbug(args, { cwd, env: { HOME: home } });

function init(change: { readonly [flag: string]: string }, ...more: readonly string[]): Promise<Ended> {
  const flags = {
    "--url": "localhost:3000",
    "--start": "none",
    "--protocol": "saml",
    "--sp-metadata": "/saml/metadata",
    "--sign-in": "/login",
    "--session": "/me",
    "--accounts": "sqlite:app.db",
    "--query": "select id from users",
    ...change,
  };
  return run(["init", ...Object.entries(flags).flat(), "--no-doctor", ...more]);
}

const written = (file = "jitterbug.yaml") => readFileSync(join(cwd, file), "utf8");

/** `HOME` in a table is the home folder; what cannot be meant is told as a slip. */
function reading(read: (answer: string) => unknown, given: string): unknown {
  try {
    return JSON.parse(JSON.stringify(read(given.replace("HOME", home))).replaceAll(home, "HOME"));
  } catch (error) {
    if (error instanceof Slip) return error.message.replaceAll(home, "HOME");
    throw error;
  }
}

describe("init --sp-metadata", () => {
  const read = (answer: string) => readMetadata("http://localhost:3000", { cwd, dir: cwd })(answer);

  it.each([
    ["HOME/my project/saml/sp.xml", "./saml/sp.xml"],
    ["./saml/sp.xml", "./saml/sp.xml"],
    ["saml/sp.xml", "./saml/sp.xml"],
    ["saml/../saml/sp.xml", "./saml/sp.xml"],
    ["my sp.xml", "./my sp.xml"],
    ["'my sp.xml'", "./my sp.xml"],
    ["my\\ sp.xml", "./my sp.xml"],
    ["~/home-sp.xml", "HOME/home-sp.xml"],
    ["../home-sp.xml", "../home-sp.xml"],
    ["HOME/home-sp.xml", "HOME/home-sp.xml"],
    ["file://HOME/home-sp.xml", "HOME/home-sp.xml"],
    ["/saml/metadata", "http://localhost:3000/saml/metadata"],
    ["http://localhost:9/x", "http://localhost:9/x"],
    ["localhost:9/x", "http://localhost:9/x"],
    ["sp.acme.test:9/x", "http://sp.acme.test:9/x"],
    ["{{base_url}}/x", "{{base_url}}/x"],
    ["saml/spp.xml", expect.stringContaining("There is no file saml/spp.xml.")],
    ["./sp.xml", expect.stringContaining("There is no file ./sp.xml.")],
    ["HOME/sp.xml", expect.stringContaining("There is no file HOME/sp.xml.")],
    ["~/sp.xml", expect.stringContaining("There is no file ~/sp.xml.")],
    ["saml", expect.stringContaining("There is a folder at saml:")],
    ["HOME", expect.stringContaining("There is a folder at HOME:")],
  ])("%s is written as %s", (given, stands) => expect(reading(read, given)).toEqual(stands));

  it("an absolute path of a file that exists is that file", async () => {
    const ended = await init({ "--sp-metadata": join(cwd, "saml/sp.xml") });
    expect(ended).toMatchObject({ status: 0, stderr: "" });
    expect(written()).toContain("sp_metadata: ./saml/sp.xml\n");
    expect((await run(["idp", "--print"])).stdout).toContain("urn:sp:x");
  });

  it("starts from where the command runs, and is written from where the target file is", async () => {
    mkdirSync(join(cwd, "test"));
    expect(await init({ "--sp-metadata": "saml/sp.xml", "--target": "test/sp.yaml" })).toMatchObject({ status: 0 });
    expect(written("test/sp.yaml")).toContain("sp_metadata: ../saml/sp.xml\n");
  });
});

describe("init --accounts", () => {
  beforeEach(() => {
    mkdirSync(join(cwd, "data"));
    const database = new DatabaseSync(join(cwd, "data/app.db"));
    database.exec("create table users (id integer)");
    database.close();
    writeFileSync(join(cwd, "list.sh"), "#!/bin/sh\necho '[]'\n");
    chmodSync(join(cwd, "list.sh"), 0o755);
    writeFileSync(join(cwd, "users.json"), "[]");
  });

  const sql = (database: string) => ({ kind: "sql", database, secrets: {} });
  const exec = (...command: readonly string[]) => ({ kind: "exec", command });
  const read = (answer: string) => readWhere({ cwd, dir: cwd })(answer);

  it.each([
    ["sqlite:data/app.db", sql("sqlite:data/app.db")],
    ["sqlite:not-yet.db", sql("sqlite:not-yet.db")],
    ["data/app.db", sql("sqlite:./data/app.db")],
    ["HOME/my project/data/app.db", sql("sqlite:./data/app.db")],
    ["sqlite:~/my project/data/app.db", sql("sqlite:./data/app.db")],
    ["sqlite:HOME/x.db", sql("sqlite:HOME/x.db")],
    ["sqlite:///tmp/x.db", sql("sqlite:/tmp/x.db")],
    ["HOME/my project/list.sh", exec("./list.sh")],
    ["./list.sh --all", exec("./list.sh", "--all")],
    ["~/bin/list", exec("HOME/bin/list")],
    ["/users", { kind: "http", request: "GET /users" }],
    ["/tmp", { kind: "http", request: "GET /tmp" }],
    ["sqlite:data", expect.stringContaining("There is a folder at data:")],
    ["users.json", expect.stringContaining("users.json is neither an SQLite database nor a program")],
  ])("%s is written as %j", (given, where) => expect(reading(read, given)).toEqual(where));

  it("starts from where the command runs, and so do the SP and its commands", async () => {
    mkdirSync(join(cwd, "test"));
    const apart = { "--target": "test/sp.yaml", "--start": "npm start", "--each": "$" };
    await init({ ...apart, "--accounts": "sqlite:data/app.db" });
    expect(written("test/sp.yaml")).toContain("sql: sqlite:../data/app.db");
    expect(written("test/sp.yaml")).toContain("cwd: ..\n");
    await init({ ...apart, "--accounts": "./list.sh --all" }, "--force");
    expect(written("test/sp.yaml")).toContain("exec: [ ../list.sh, --all ]");
  });
});

describe("paths on the command line", () => {
  it.each(["./test/", "HOME/my project/test", "~/my project/test/jitterbug.yaml"])("--target %s", async (given) => {
    mkdirSync(join(cwd, "test"));
    const target = given.replace("HOME", home);
    expect(await init({ "--target": target })).toMatchObject({ status: 0, stderr: "" });
    expect(written("test/jitterbug.yaml")).toContain("target:");
    const ended = await run(["idp", "--print", "--target", target]);
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringContaining("ACS") });
  });

  it.each([
    [["doctor", "--target", "saml"], "saml is a folder without a jitterbug.yaml"],
    [["run", "--target", "~/nowhere.yaml"], "there is no file ~/nowhere.yaml"],
    [["idp", "--people", "saml"], "saml: this is a folder"],
    [["run", "--report", "json=saml"], "It is a folder: name a file, as in json=saml/report.json."],
  ])("%j: %s", async (args, told) => {
    await init({});
    const ended = await run(args);
    expect(ended).toMatchObject({ status: 2, stderr: expect.stringContaining(told) });
  });

  it("init does not make a folder that is not there, and says so", async () => {
    const ended = await init({ "--target": "nowhere/sp.yaml" });
    expect(ended).toMatchObject({ status: 2, stderr: expect.stringContaining("there is no folder nowhere") });
  });

  it("~ in front of a path is the home, where no shell has made it so", async () => {
    await init({});
    await run(["idp", "--print", "--metadata=~/idp files"]);
    expect(readFileSync(join(home, "idp files/saml.xml"), "utf8")).toContain("EntityDescriptor");
  });
});
