/** The language server that VS Code's YAML extension is, asked as an editor asks it: by JSON-RPC over its own streams. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const SERVER = join(import.meta.dirname, "../../node_modules/yaml-language-server/bin/yaml-language-server");

export interface Position {
  /** From 0. */
  readonly line: number;
  readonly character: number;
}

export interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: Position };
}

export interface Completion {
  readonly label: string;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

export class LanguageServer implements AsyncDisposable {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #told = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  #bytes: Buffer = Buffer.alloc(0);
  #ids = 0;

  private constructor() {
    this.#process = spawn(process.execPath, [SERVER, "--stdio"]);
    this.#process.stdout.on("data", (bytes: Buffer) => this.#read(bytes));
  }

  /** `root`: the folder that the editor has open. */
  static async start(root: string): Promise<LanguageServer> {
    const started = new LanguageServer();
    const workspace = { uri: pathToFileURL(root).href, name: "project" };
    await started.#ask("initialize", {
      processId: process.pid,
      rootUri: workspace.uri,
      workspaceFolders: [workspace],
      capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } }, hover: {} } },
    });
    started.#tell("initialized", {});
    return started;
  }

  /** Opens a file that need not be there; resolves to what is marked in it. */
  async open(file: string, text: string): Promise<readonly Diagnostic[]> {
    const uri = pathToFileURL(file).href;
    const marked = new Promise<readonly Diagnostic[]>((resolve) => this.#told.set(uri, resolve));
    this.#tell("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text } });
    return marked;
  }

  async complete(file: string, position: Position): Promise<readonly Completion[]> {
    const result = await this.#ask("textDocument/completion", at(file, position));
    return Array.isArray(result)
      ? (result as Completion[])
      : ((result as { items?: Completion[] } | null)?.items ?? []);
  }

  /** In Markdown. */
  async hover(file: string, position: Position): Promise<string> {
    const result = (await this.#ask("textDocument/hover", at(file, position))) as { contents?: unknown } | null;
    const contents = result?.contents;
    return typeof contents === "string" ? contents : ((contents as { value?: string } | undefined)?.value ?? "");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill();
    await ended;
  }

  #ask(method: string, params: object): Promise<unknown> {
    const id = ++this.#ids;
    return new Promise((resolve, reject) => {
      this.#answers.set(id, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(JSON.stringify(error))),
      );
      this.#send({ id, method, params });
    });
  }

  #tell(method: string, params: object): void {
    this.#send({ method, params });
  }

  #send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(bytes: Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, bytes]);
    for (;;) {
      const end = this.#bytes.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/i.exec(this.#bytes.toString("latin1", 0, Math.max(0, end)))?.[1]);
      if (end === -1 || this.#bytes.length < end + 4 + length) return;
      const body = this.#bytes.toString("utf8", end + 4, end + 4 + length);
      this.#bytes = this.#bytes.subarray(end + 4 + length);
      this.#take(JSON.parse(body) as Message);
    }
  }

  #take(message: Message): void {
    const { id, method, params } = message;
    if (method === undefined) {
      if (id !== undefined) this.#answers.get(id)?.(message);
      return;
    }
    if (method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = params as { readonly uri: string; readonly diagnostics: readonly Diagnostic[] };
      this.#told.get(uri)?.(diagnostics);
    }
    // It asks for the editor's settings: there are none.
    if (id !== undefined)
      this.#send({ id, result: method === "workspace/configuration" ? [{}, {}, {}, {}, {}] : null });
  }
}

function at(file: string, position: Position): object {
  return { textDocument: { uri: pathToFileURL(file).href }, position };
}

/** Of a text with `|` where the cursor is. */
export function cursorIn(marked: string): { readonly text: string; readonly position: Position } {
  const offset = marked.indexOf("|");
  if (offset === -1) return { text: marked, position: { line: 0, character: 0 } };
  const before = marked.slice(0, offset).split("\n");
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { text, position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } };
}
