import { beginning } from "../../beginning.ts";
import { observeError, type AccountsReader } from "../../accounts/index.ts";
import { renderText } from "../../scenario/template.ts";
import type { ExecAccountsDriver } from "../../scenario/model/index.ts";
import { parseJson } from "../json.ts";
import { CommandFailed, runCommand } from "../run-command.ts";
import { Blanks } from "./blanks.ts";
import { AccountRows } from "./collect.ts";
import type { DriverContext } from "./context.ts";
import { jsonNodes, jsonReading, NoJson, readings, type UnreadableAnswer } from "./json-rows.ts";

/** Reads accounts from the JSON that a command prints; the namespace is in its JITTERBUG_NS. */
export function execReader(driver: ExecAccountsDriver, context: DriverContext): AccountsReader {
  const fail = (problem: string, hint?: string, cause?: unknown) =>
    observeError({ name: context.name, driver }, problem, hint, cause);

  const accounts = new AccountRows(
    Object.keys(driver.collect),
    jsonReading(driver, () => blanks),
    fail,
  );
  const tell = (answer: UnreadableAnswer | CommandFailed) =>
    fail(answer.message, "hint" in answer ? answer.hint : undefined, answer);
  let blanks = new Blanks(driver);

  async function nodesOf(ns: string): Promise<readonly unknown[]> {
    const command = driver.command.map((word) => renderText(word, (path) => (path === "ns" ? ns : undefined)));
    const printed = await runCommand(command, {
      cwd: context.dir,
      env: { ...context.environment, JITTERBUG_NS: ns },
      timeoutMs: context.limits.command * 1_000,
    }).catch((error: unknown) => {
      throw error instanceof CommandFailed ? tell(error) : error;
    });
    blanks = new Blanks(driver, ns);
    return jsonNodes(driver, documentOf(printed), blanks);
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
    ...readings(nodesOf, accounts, tell),
    blanks: () => blanks.list(context.name),
    close: () => Promise.resolve(),
  };
}
