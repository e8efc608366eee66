import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { CallToolRequestSchema, ListToolsRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { messageOf } from "../../errors.ts";
import type { ReportDocument } from "../../report/document.ts";
import type { Io } from "../io.ts";
import type { Kit } from "../kit.ts";
import { readReport } from "../report-file.ts";
import { summaryOf, TOOLS, type Argument, type Given, type Tool } from "./tools.ts";

export interface McpOptions {
  readonly io: Io;
  readonly kit: Kit;
  /** The one file that is linted and run; it need not be there yet. */
  readonly target: string;
  /** One command line of the kit, to its exit status. */
  readonly command: (words: readonly string[], io: Io) => Promise<number>;
}

interface Said {
  readonly text: string;
  readonly failed: boolean;
}

/** Longer answers are cut: what an agent reads costs it what it can think of. */
const MOST_CHARACTERS = 60_000;

/** Answers an agent over standard input and output (Model Context Protocol) until it goes, or the signal is aborted. */
export async function serveMcp(options: McpOptions): Promise<void> {
  const { io, kit } = options;
  const kept = mkdtempSync(join(tmpdir(), "jitterbug-mcp-"));
  const agent = new Agent(options, kept);
  const server = new Server(
    { name: "jitterbug", version: kit.version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: TOOLS.map(described) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const { text, failed } = await agent.call(params.name, params.arguments ?? {}, signal);
    return { content: [{ type: "text", text: io.vault.printed(cut(text)) }], isError: failed };
  });
  const gone = new Promise<void>((resolve) => {
    io.signal.addEventListener("abort", () => resolve());
    io.input.once("end", () => resolve());
  });
  try {
    await server.connect(new StdioServerTransport());
    await gone;
  } finally {
    await server.close();
    await agent.idle();
    rmSync(kept, { recursive: true, force: true });
  }
}

const INSTRUCTIONS =
  "Jitterbug judges whether a service provider (SP) provisions accounts correctly just in time. Read docs your-own-sp and target-file, write jitterbug.yaml, lint, doctor, run, then failures; mend the SP, and run again until it is green. Never declare a policy to make a failure go away: that is for the person to decide.";

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}\n... (cut)`;
}

function described({ name, description, takes, reads }: Tool) {
  const properties = Object.fromEntries(
    Object.entries(takes).map(([argument, { kind, about, of }]) => {
      const text = { type: "string", ...(of === undefined ? {} : { enum: [...of] }) };
      return [argument, { description: about, ...(kind === "text" ? text : { type: "array", items: text }) }];
    }),
  );
  const required = Object.entries(takes).flatMap(([argument, { required: must }]) => (must ? [argument] : []));
  return {
    name,
    description,
    inputSchema: { type: "object" as const, properties, required, additionalProperties: false },
    annotations: { readOnlyHint: reads === "files", destructiveHint: false, openWorldHint: false },
  };
}

/** One call at a time: an SP is started by each, at the same port. */
class Agent {
  readonly #options: McpOptions;
  readonly #report: string;
  #last: ReportDocument | null = null;
  #before: Promise<unknown> = Promise.resolve();

  constructor(options: McpOptions, folder: string) {
    this.#options = options;
    this.#report = join(folder, "report.json");
  }

  async idle(): Promise<void> {
    await this.#before;
  }

  call(name: string, given: { readonly [argument: string]: unknown }, signal: AbortSignal): Promise<Said> {
    const said = this.#before.then(() => this.#answer(name, given, signal));
    this.#before = said;
    return said;
  }

  async #answer(name: string, asked: { readonly [argument: string]: unknown }, signal: AbortSignal): Promise<Said> {
    try {
      const tool = TOOLS.find((one) => one.name === name);
      if (tool === undefined) return { text: `There is no tool ${JSON.stringify(name)}.`, failed: true };
      const answer = tool.answer(readGiven(tool, asked), this.#last);
      if ("text" in answer) return { text: answer.text, failed: false };
      if ("page" in answer)
        return { text: readFileSync(join(this.#options.kit.root, "docs", answer.page), "utf8"), failed: false };
      const { words, on, keeps } = answer;
      const { target } = this.#options;
      const where = on === undefined ? [] : words[0] === "lint" ? [target] : ["--target", target];
      const { status, text } = await this.#command([...words, ...where, ...(keeps ? this.#reporting() : [])], signal);
      const report = keeps ? this.#read() : null;
      if (report === null) return { text, failed: status !== 0 };
      this.#last = report;
      return { text: summaryOf(report), failed: false };
    } catch (error) {
      return { text: messageOf(error), failed: true };
    }
  }

  #reporting(): readonly string[] {
    rmSync(this.#report, { force: true });
    return ["--quiet", "--report", `json=${this.#report}`];
  }

  /** Null where the run was not made. */
  #read(): ReportDocument | null {
    try {
      return readReport(this.#report);
    } catch {
      return null;
    }
  }

  async #command(
    words: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const { io, command } = this.#options;
    let text = "";
    const output = { write: (more: string) => void (text += more), isTTY: false, colors: false, columns: 100 };
    const status = await command(words, {
      ...io,
      stdout: output,
      stderr: output,
      vault: io.vault,
      prompt: () => null,
      attended: false,
      signal: AbortSignal.any([io.signal, signal]),
    });
    return { status, text };
  }
}

/** Throws in words for what the tool does not take: an agent that asks for another host, or a flag, is told so. */
function readGiven({ name, takes }: Tool, asked: { readonly [argument: string]: unknown }): Given {
  const odd = Object.keys(asked).find((argument) => !(argument in takes));
  const known = Object.keys(takes).join(", ") || "nothing";
  if (odd !== undefined)
    throw new Error(
      `${name} takes ${known}, and no ${JSON.stringify(odd)}: which file, host and flags there are is for the person who started this server`,
    );
  const missing = Object.entries(takes).find(([argument, { required }]) => required && asked[argument] === undefined);
  if (missing !== undefined) throw new Error(`${name} needs ${missing[0]}: ${missing[1].about}`);
  return Object.fromEntries(
    Object.entries(asked).map(([argument, value]) => [argument, textsOf(argument, value, takes[argument])]),
  );
}

function textsOf(name: string, value: unknown, argument: Argument | undefined): readonly string[] {
  const texts: readonly unknown[] = argument?.kind === "texts" && Array.isArray(value) ? value : [value];
  return texts.map((text) => {
    const fits =
      typeof text === "string" && argument?.form.test(text) === true && argument.of?.includes(text) !== false;
    if (fits) return text;
    throw new Error(
      `${name} cannot be ${JSON.stringify(text)}: it is ${argument?.of?.join(" or ") ?? argument?.about ?? ""}`,
    );
  });
}
