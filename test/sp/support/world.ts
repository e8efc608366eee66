import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import { JitterbugError } from "../../../harness/errors.ts";

const endings: (() => unknown)[] = [];

/** Is ended after the test, in reverse order, whatever became of it. */
export function later(end: () => unknown): void {
  endings.push(end);
}

afterEach(async () => {
  for (let end = endings.pop(); end !== undefined; end = endings.pop()) await end();
});

/** A folder that is gone after the test. */
export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), "jitterbug-test-"));
  later(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A server, on loopback where nothing else is said; the address has no slash at its end. */
export async function serve(
  handler: (req: IncomingMessage, res: ServerResponse) => unknown,
  host = "localhost",
): Promise<string> {
  const server = createServer((req, res) => void handler(req, res));
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  later(() => stop(server));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://${host}:${address.port}`;
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Answers JSON. */
export function json(res: ServerResponse, value: unknown, status = 200): void {
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

export async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

/** The error that a promise ends with; one that is none of ours, or no error, fails the test. */
export async function failure(promise: Promise<unknown>): Promise<JitterbugError> {
  const error: unknown = await promise.then(
    (value) => new Error(`nothing was thrown, but ${JSON.stringify(value)} came`),
    (thrown: unknown) => thrown,
  );
  if (error instanceof JitterbugError) return error;
  throw error;
}

/** Whether a process is there and is no zombie (Linux), by its number. */
export function isAlive(pid: number): boolean {
  if (existsSync("/proc/self/stat")) {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
      return !stat.slice(stat.lastIndexOf(")") + 2).startsWith("Z");
    } catch {
      return false;
    }
  }
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
