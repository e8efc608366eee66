import { beginning } from "../beginning.ts";
import type { Browser } from "../agent/port.ts";
import { JitterbugError } from "../errors.ts";
import type { Action, PrepareStep, SeedCall } from "../scenario/model/index.ts";
import { TemplateError } from "../scenario/template.ts";
import { ActionFailed, performActions } from "./actions.ts";
import { lastAnswer, type Places } from "./kept.ts";
import { SeedRefused, type SeedTools } from "./seed/call.ts";
import { makeCall } from "./seed/make.ts";

export interface Preparation {
  readonly name: "reset" | "prepare";
  readonly steps: readonly PrepareStep[];
  readonly tools: SeedTools;
  /** In which all actions are done, one after another. */
  readonly browser: Browser;
  /** What is kept of what the actions are answered. */
  readonly kept: Places;
}

/**
 * Does what sets an SP up, or empties it, in order. The first step that is not done ends it: an SP that is half set up
 * would be judged for what it never was. Throws ERR_PREPARE, and ERR_REMOTE_HOST where nothing may be changed.
 */
export async function prepareSp({ name, steps, browser, kept, ...given }: Preparation): Promise<void> {
  const tools = patient(given.tools);
  for (const step of steps) {
    try {
      if (isCall(step)) await makeCall(step, { ns: "" }, tools);
      else await act(step, tools, browser, kept);
    } catch (error) {
      if (error instanceof SeedRefused) throw failed(name, step, error.message, error.hint, error);
      if (error instanceof TemplateError) throw failed(name, step, error.message, undefined, error);
      throw error;
    }
  }
}

/** `limits.prepare` is for what is done here alone. */
function patient(tools: SeedTools): SeedTools {
  const { prepare } = tools.limits;
  if (prepare === undefined) return tools;
  const ms = prepare * 1_000;
  return { ...tools, client: tools.client.patient(ms), limits: { ...tools.limits, command: prepare } };
}

function isCall(step: PrepareStep): step is SeedCall {
  return step.kind === "http" || step.kind === "sql" || step.kind === "exec";
}

/** As `performActions`, but here a page that says no is a refusal: nobody looks at it later. */
async function act(action: Action, { base_url, client }: SeedTools, browser: Browser, kept: Places): Promise<void> {
  client.requireChangeable(new URL(base_url));
  try {
    const { page } = await performActions(browser, [action], { base_url, variables: {}, kept });
    const answer = action.kind === "request" ? lastAnswer(browser) : undefined;
    const seen = answer === undefined ? page : { ...answer, text: answer.body };
    if (seen === null) return;
    if (seen.failure !== undefined)
      throw new SeedRefused(`ended at ${seen.url}: ${seen.failure.kind.replaceAll("_", " ")}: ${seen.failure.detail}`);
    if ((seen.status ?? 0) >= 400)
      throw new SeedRefused(`was refused: HTTP ${seen.status} at ${seen.url}: ${beginning(seen.text) || "(empty)"}`);
  } catch (error) {
    if (error instanceof ActionFailed)
      throw new SeedRefused(error.message.replace(/^\S+:\d+:\d+: /, "found "), undefined, error);
    throw error;
  }
}

function failed(name: string, { place }: PrepareStep, problem: string, hint: string | undefined, cause: Error) {
  const where = `${place.file}:${place.line}:${place.column}`;
  return new JitterbugError("ERR_PREPARE", `${name} (${where}) ${problem}`, { hint, cause });
}
