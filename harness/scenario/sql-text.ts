/**
 * The parameters of an SQL text: `:name`, and as SQLite also has them `@name` and `$name`. What stands in a string, a
 * quoted name or a comment is none, nor is a cast (`::text`) or an assignment (`:=`).
 */

/** How the databases differ in what a text may hold; `any` is what they have in common. */
export type SqlDialect = "sqlite" | "postgres" | "mysql" | "any";

/** A stretch of the text as it stands, or a parameter. */
export type SqlPiece = { readonly text: string } | { readonly parameter: string };

const LINE_COMMENT = /--[^\n]*/y;
/** To MySQL `--` is a comment before a blank only: `5--3` is 8. */
const MYSQL_LINE_COMMENT = /(?:--(?=\s|$)|#)[^\n]*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?(?:\*\/|$)/y;
const QUOTED = /'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$)/y;
/** MySQL's strings, and PostgreSQL's `E'...'`, know the backslash. */
const MYSQL_QUOTED = /'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|"(?:[^"\\]|""|\\[\s\S])*(?:"|$)|`(?:[^`]|``)*(?:`|$)/y;
const ESCAPE_STRING = /[eE]'(?:[^'\\]|''|\\[\s\S])*(?:'|$)/y;
const DOLLAR_QUOTED = /\$([A-Za-z_]\w*)?\$[\s\S]*?(?:\$\1\$|$)/y;
const BRACKETED = /\[[^\]]*(?:\]|$)/y;
const CAST_OR_ASSIGNMENT = /::|:=/y;
/** A word ends before what follows it may begin anew: the `$` in `a$b` and the `E` of `NAME'x'` belong to the word. */
const WORD = /[\p{L}_\d][\p{L}\d_$]*/uy;
const COLON = /:([A-Za-z_]\w*)/y;
const SQLITE_PARAMETER = /[:@$]([A-Za-z_]\w*)/y;

/** What is passed over as it stands, the first that matches. */
const SKIPPED: { readonly [dialect in SqlDialect]: readonly RegExp[] } = {
  any: [LINE_COMMENT, BLOCK_COMMENT, QUOTED, CAST_OR_ASSIGNMENT, WORD],
  sqlite: [LINE_COMMENT, BLOCK_COMMENT, QUOTED, BRACKETED, CAST_OR_ASSIGNMENT, WORD],
  postgres: [LINE_COMMENT, QUOTED, ESCAPE_STRING, DOLLAR_QUOTED, CAST_OR_ASSIGNMENT, WORD],
  mysql: [MYSQL_LINE_COMMENT, BLOCK_COMMENT, MYSQL_QUOTED, CAST_OR_ASSIGNMENT, WORD],
};

export function sqlPieces(sql: string, dialect: SqlDialect = "any"): readonly SqlPiece[] {
  const pieces: SqlPiece[] = [];
  const parameter = dialect === "sqlite" || dialect === "any" ? SQLITE_PARAMETER : COLON;
  let text = "";
  let at = 0;
  while (at < sql.length) {
    const named = matchAt(parameter, sql, at);
    const doubled = sql[at] === ":" && sql[at + 1] === ":";
    if (named !== null && !doubled) {
      if (text !== "") pieces.push({ text });
      pieces.push({ parameter: named[1] ?? "" });
      text = "";
      at += named[0].length;
      continue;
    }
    const length = skippedAt(sql, at, dialect);
    text += sql.slice(at, at + length);
    at += length;
  }
  if (text !== "") pieces.push({ text });
  return pieces;
}

/** The names of the parameters, each once, in the order in which they stand. */
export function sqlParameters(sql: string, dialect: SqlDialect = "any"): readonly string[] {
  return [...new Set(sqlPieces(sql, dialect).flatMap((piece) => ("parameter" in piece ? [piece.parameter] : [])))];
}

function skippedAt(sql: string, at: number, dialect: SqlDialect): number {
  if (dialect === "postgres" && sql.startsWith("/*", at)) return nestedComment(sql, at);
  for (const pattern of SKIPPED[dialect]) {
    const found = matchAt(pattern, sql, at);
    if (found !== null) return found[0].length;
  }
  return 1;
}

/** PostgreSQL's comments nest, as the standard has it. */
function nestedComment(sql: string, start: number): number {
  let depth = 0;
  for (let at = start; at < sql.length; at++) {
    if (sql.startsWith("/*", at)) depth++;
    else if (sql.startsWith("*/", at)) depth--;
    else continue;
    at++;
    if (depth === 0) return at + 1 - start;
  }
  return sql.length - start;
}

function matchAt(pattern: RegExp, sql: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(sql);
}
