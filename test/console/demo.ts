import { once } from "node:events";
import { start } from "../cli/command-line.ts";

export interface RunningDemo {
  /** Of the console, with its token. */
  readonly url: string;
  /** Of the SP. */
  readonly sp: string;
  close(): Promise<void>;
}

/** Starts the real command; waits until it has said where everything is. */
export async function startDemo(
  args: readonly string[],
  cwd?: string,
  env: { readonly [name: string]: string } = {},
): Promise<RunningDemo> {
  const { child, ended } = start(["demo", ...args], { env, ...(cwd === undefined ? {} : { cwd }) });
  const printed = await new Promise<string>((resolve, reject) => {
    let text = "";
    child.stdout?.on("data", (chunk: string) => {
      text += chunk;
      if (text.includes("Ctrl-C")) resolve(text);
    });
    void ended.then(({ stdout, stderr }) => reject(new Error(`the demo ended: ${stdout}${stderr}`)));
  });
  return {
    url: /http:\/\/127\.0\.0\.1:\d+\/#\S+/.exec(printed)?.[0] ?? "",
    sp: /http:\/\/localhost:\d+/.exec(printed)?.[0] ?? "",
    async close() {
      child.kill("SIGTERM");
      if (child.exitCode === null) await once(child, "close");
    },
  };
}
