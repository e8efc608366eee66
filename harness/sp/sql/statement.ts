import { sqlPieces, type SqlDialect } from "../../scenario/sql-text.ts";
import { DatabaseProblem, type SqlParameters } from "./port.ts";

/** A statement as the database's own protocol takes it. */
export interface BoundStatement {
  readonly text: string;
  /** One for each place at which a parameter stands, in order. */
  readonly values: readonly unknown[];
}

/**
 * Puts the dialect's own placeholder where a parameter stands; `mark` writes it, by the number of the place. A
 * parameter has a placeholder of its own at each place, so that it may be of another type there. Throws DatabaseProblem
 * for a parameter that is not known.
 */
export function bindStatement(
  sql: string,
  parameters: SqlParameters,
  dialect: SqlDialect,
  mark: (place: number, name: string) => string,
): BoundStatement {
  const values: unknown[] = [];
  const text = sqlPieces(sql, dialect).map((piece) => {
    if ("text" in piece) return piece.text;
    const { parameter } = piece;
    if (!Object.hasOwn(parameters, parameter))
      throw new DatabaseProblem(
        `names the parameter "${parameter}", which is not known here`,
        `known: ${Object.keys(parameters)
          .toSorted()
          .map((name) => `:${name}`)
          .join(", ")}`,
      );
    values.push(parameters[parameter]);
    return mark(values.length, parameter);
  });
  return { text: text.join(""), values };
}
