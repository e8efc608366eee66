import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Debian's Python, which sees Debian's packages; a plain `python3` may be another one. */
const PYTHON = "/usr/bin/python3";
const JUDGE = new URL("authlib_messages.py", import.meta.url).pathname;

/** What Authlib read, or why it does not believe it. */
export type Reading =
  | { readonly header?: object; readonly claims: { readonly [claim: string]: unknown } }
  | { readonly refused: string; readonly because: string };

/** `browse`: opens an address, and tells where the person ends. */
export async function askAuthlibAbout(
  what: "read" | "introspect" | "push",
  asked: object,
  browse?: (url: string) => Promise<string>,
): Promise<Reading> {
  const child = spawn(PYTHON, ["-I", JUDGE], { stdio: ["pipe", "pipe", "inherit"], timeout: 20_000 });
  child.stdin.on("error", () => {}); // it refused and is gone: what it said counts
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const hear = async (): Promise<unknown> => {
      const { value, done } = await lines.next();
      if (done === true) throw new Error("Authlib ended without a word");
      return JSON.parse(value);
    };
    child.stdin.write(`${JSON.stringify([what, asked])}\n`);
    const first = (await hear()) as Reading | { readonly authorization_url: string };
    if (!("authorization_url" in first)) return first;
    child.stdin.write(`${(await browse?.(first.authorization_url)) ?? ""}\n`);
    return (await hear()) as Reading;
  } finally {
    child.kill("SIGKILL");
  }
}
