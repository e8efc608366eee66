import { beginning } from "../../beginning.ts";
import { observeError, type AccountsReader } from "../../accounts/index.ts";
import { renderText } from "../../scenario/template.ts";
import type { ExecAccountsDriver } from "../../scenario/model/index.ts";
import { parseJson } from "../json.ts";
import { CommandFailed, runCommand } from "../run-command.ts";
import { Blanks } from "./blanks.ts";
import { AccountRows } from "./collect.ts";
import type { DriverContext } from "./context.ts";
import { jsonRows, NoJson, UnreadableAnswer } from "./json-rows.ts";

/** Reads accounts from the JSON that a command prints; the namespace is in its JITTERBUG_NS. */
export function execReader(driver: ExecAccountsDriver, context: DriverContext): AccountsReader {
  const fail = (problem: string, hint?: string, cause?: unknown) =>
    observeError({ name: context.name, driver }, problem, hint, cause);

  const accounts = new AccountRows(Object.keys(driver.collect));
  let blanks = new Blanks(driver);

  async function read(ns: string) {
    const command = driver.command.map((word) => renderText(word, (path) => (path === "ns" ? ns : undefined)));
    const printed = await runCommand(command, {
      cwd: context.dir,
      env: { ...context.environment, JITTERBUG_NS: ns },
      timeoutMs: context.limits.command * 1_000,
    });
    blanks = new Blanks(driver, ns);
    return accounts.of(jsonRows(driver, documentOf(printed), blanks), (id, field) => {
      throw fail(
        `shows account ${id} more than once, with a different ${field}`,
        "where the rows are parts of one list, name the field in collect",
      );
    });
  }

  function documentOf(printed: string): unknown {
    try {
      return parseJson(printed);
    } catch (error) {
      const hint = "logs belong on standard error";
      throw new NoJson(`printed no JSON: ${beginning(printed) || "(nothing)"}`, hint, error);
    }
  }

  return {
    name: context.name,
    driver,
    async read(ns) {
      try {
        return await read(ns);
      } catch (error) {
        if (error instanceof CommandFailed || error instanceof UnreadableAnswer)
          throw fail(error.message, "hint" in error ? error.hint : undefined, error);
        throw error;
      }
    },
    blanks: () => blanks.list(context.name),
    close: () => Promise.resolve(),
  };
}
