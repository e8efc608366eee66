import type { AccountsDraft } from "../../scenario/index.ts";
import { findFile, isFolder, isProgram, isSqlite, writtenPath, type Places } from "./files.ts";
import { Slip, type Form } from "./form.ts";
import { NONE, readCommand, readJsonPath, readNone, readRequest, readText, readVariable } from "./read.ts";

export interface AccountsFlags {
  readonly accounts?: string;
  readonly accountsToken?: string;
  readonly query?: string;
  readonly each?: string;
  readonly id?: string;
  readonly email?: string;
}

export interface AccountsAnswer {
  readonly draft: AccountsDraft;
  /** A password that stood in the address of a database, by the variable that stands there instead. */
  readonly secrets: { readonly [variable: string]: string };
}

type Where =
  | { readonly kind: "http"; readonly request: string }
  | { readonly kind: "sql"; readonly database: string; readonly secrets: AccountsAnswer["secrets"] }
  | { readonly kind: "scim"; readonly base: string }
  | { readonly kind: "exec"; readonly command: readonly string[] };

/** Where the accounts are, and what is needed to read them there. */
export async function askAccounts(form: Form, flags: AccountsFlags, places: Places): Promise<AccountsAnswer> {
  const where = await form.answer({
    flag: "--accounts",
    given: flags.accounts,
    question: `5/5  Where can its accounts be read? (GET /path of an API, postgres://, mysql:// or sqlite:FILE,\n     a SCIM base address, or a command that prints JSON)`,
    suggestion: "GET /api/users",
    read: readWhere(places),
  });
  const secrets = where.kind === "sql" ? where.secrets : {};
  // What else is needed depends on the answer: without one, nothing more is missing.
  const draft = form.missing.includes("--accounts") ? NOWHERE : await complete(where, form, flags);
  return { draft, secrets };
}

const NOWHERE: AccountsDraft = { kind: "sql", database: "", query: "" };

async function complete(where: Where, form: Form, flags: AccountsFlags): Promise<AccountsDraft> {
  const bearer = () =>
    form.answer({
      flag: "--accounts-token",
      given: flags.accountsToken,
      question: `     Which environment variable holds a bearer token for it? ("${NONE}": it needs none)`,
      suggestion: NONE,
      optional: true,
      read: readNone(readVariable),
    });
  switch (where.kind) {
    case "sql": {
      const query = await form.answer({
        flag: "--query",
        given: flags.query,
        question: "     Which query shows their id and email?",
        suggestion: "select id, email from users",
        read: readText,
      });
      return { kind: "sql", database: where.database, query };
    }
    case "scim":
      return { kind: "scim", base: where.base, bearer: await bearer() };
    case "http":
      return { kind: "http", request: where.request, bearer: await bearer(), ...(await mapping(form, flags)) };
    case "exec":
      return { kind: "exec", command: where.command, ...(await mapping(form, flags)) };
  }
}

async function mapping(form: Form, flags: AccountsFlags) {
  const path = (flag: string, given: string | undefined, question: string, suggestion: string, optional: boolean) =>
    form.answer({ flag, given, question: `     ${question}`, suggestion, optional, read: readJsonPath });
  const each = await path("--each", flags.each, "Where in the JSON is each account?", "$[*]", false);
  const id = await path("--id", flags.id, "Where in one account is its id?", "$.id", true);
  const email = await path("--email", flags.email, "And its email?", "$.email", true);
  return { each, map: { id, email } };
}

/** Throws Slip. */
export function readWhere(places: Places): (answer: string) => Where {
  return (answer) => {
    const where = readAnywhere(answer);
    if (where.kind === "sql" && /^sqlite:/i.test(where.database)) return readSqlite(where.database, places);
    if (where.kind === "sql") return where;
    return readFile(answer, places) ?? (where.kind === "exec" ? inFolder(where.command, places) : where);
  };
}

/** The database of `sqlite:FILE`, which an SP may yet have to make. */
function readSqlite(address: string, places: Places): Where {
  const told = address.replace(/^sqlite:(?:\/\/)?/i, "");
  const file = findFile(told, places);
  if (file?.stats.isDirectory() === true) throw isFolder(told);
  return { kind: "sql", database: `sqlite:${writtenPath(told, places)}`, secrets: {} };
}

/** A file that is there and stands alone is a database or a program. What a folder has as its name may be a path of the SP. */
function readFile(answer: string, places: Places): Where | null {
  const file = findFile(answer, places);
  if (file === null || file.stats.isDirectory()) return null;
  if (isSqlite(file)) return { kind: "sql", database: `sqlite:${file.written}`, secrets: {} };
  if (isProgram(file)) return { kind: "exec", command: [file.written] };
  throw new Slip(`The file ${answer} is neither an SQLite database nor a program: write a command that prints JSON.`);
}

/** A command of `observe` is run in the target file's folder: words that name files are told from there. */
function inFolder(command: readonly string[], places: Places): Where {
  if (places.cwd === places.dir) return { kind: "exec", command };
  return { kind: "exec", command: command.map((word) => findFile(word, places)?.written ?? word) };
}

function readAnywhere(answer: string): Where {
  const [, variable] = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(answer) ?? [];
  if (variable !== undefined) return { kind: "sql", database: `\${${variable}}`, secrets: {} };
  if (/^(?:postgres(?:ql)?|mysql|mariadb):\/\//i.test(answer)) return { kind: "sql", ...withoutPassword(answer) };
  if (/^sqlite:./i.test(answer)) return { kind: "sql", database: answer, secrets: {} };
  if (/^scim:/i.test(answer)) return { kind: "scim", base: readText(answer.slice("scim:".length).trim()) };
  if (/^(?:https?:\/\/|\/)\S*\/scim(?:\/|$)/i.test(answer)) return { kind: "scim", base: answer };
  if (/^(?:[A-Z]{3,6} |\/|https?:\/\/)/.test(answer)) return { kind: "http", request: readRequest(answer) };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(answer))
    throw new Slip("Of databases, PostgreSQL (postgres://), MySQL (mysql://) and SQLite (sqlite:FILE) can be read.");
  return { kind: "exec", command: readCommand(answer) };
}

const PASSWORD_VARIABLE = "DB_PASSWORD";

/** A target file is shared and kept: a password stays out of it. */
function withoutPassword(address: string): { readonly database: string; readonly secrets: AccountsAnswer["secrets"] } {
  const [, head, password, tail] = /^([a-z]+:\/\/[^:@/?#]*:)(.*)(@[^@]*)$/is.exec(address) ?? [];
  if (head === undefined || password === undefined || tail === undefined || password === "" || password.includes("${"))
    return { database: address, secrets: {} };
  return { database: `${head}\${${PASSWORD_VARIABLE}}${tail}`, secrets: { [PASSWORD_VARIABLE]: password } };
}
