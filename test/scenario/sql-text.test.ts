import { describe, expect, test } from "vitest";
import { sqlParameters, sqlPieces, type SqlDialect } from "../../harness/scenario/sql-text.ts";

const rows: readonly (readonly [string, SqlDialect, string, readonly string[]])[] = [
  ["parameters, each once", "any", "select :a, :b, :a", ["a", "b"]],
  ["a string", "any", "select ':no', 'it''s :no', :yes", ["yes"]],
  ["a quoted name", "any", 'select ":no", `:no`, :yes', ["yes"]],
  ["comments", "any", "select 1 -- it's :no\n /* ' :no */ , :yes", ["yes"]],
  ["a cast", "postgres", "select :a::text, b::jsonb, ':no'::text", ["a"]],
  ["an assignment", "mysql", "set @n := :a", ["a"]],
  ["a time", "any", "select '10:no:00', at_10:yes", ["yes"]],
  ["a text that never ends", "any", "select :yes, ':no", ["yes"]],
  ["a comment that never ends", "any", "select :yes /* :no", ["yes"]],
  ["SQLite's other signs", "sqlite", "select :a, @b, $c, [:no]", ["a", "b", "c"]],
  ["another dialect's signs", "postgres", "select @a, $b, :c", ["c"]],
  ["dollar quotes", "postgres", "select $$ :no ' $$, $x$ :no $$ $x$, :yes", ["yes"]],
  ["an array", "postgres", "select a[1:2], array[:yes]", ["yes"]],
  ["nested comments", "postgres", "select /* /* :no */ :no */ :yes", ["yes"]],
  ["PostgreSQL's escapes", "postgres", "select e'it\\'s :no', 'ends in \\', :yes", ["yes"]],
  ["MySQL's escapes", "mysql", "select 'it\\'s :no', \"\\\":no\", :yes", ["yes"]],
  ["MySQL's comments", "mysql", "select 1 # it's :no\n, 5--:yes", ["yes"]],
  ["letters of any language", "any", "select größe, :yes", ["yes"]],
];

describe("the parameters of an SQL text", () => {
  test.each(rows)("%s (%s)", (_, dialect, sql, names) => {
    expect(sqlParameters(sql, dialect)).toEqual(names);
  });

  test.each(rows)("what is no parameter stays as it stands: %s (%s)", (_, dialect, sql) => {
    let rest = sql;
    for (const piece of sqlPieces(sql, dialect)) {
      const length = "text" in piece ? piece.text.length : piece.parameter.length + 1;
      const stands = rest.slice(0, length);
      expect("text" in piece ? stands : stands.slice(1)).toBe("text" in piece ? piece.text : piece.parameter);
      rest = rest.slice(length);
    }
    expect(rest).toBe("");
  });
});
