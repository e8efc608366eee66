import { isBuiltin } from "node:module";
import { execPath } from "node:process";
import { JitterbugError } from "../../errors.ts";
import { pathFrom } from "../../paths.ts";
import { endGroup, spawnGroup } from "../launch/group.ts";
import { guardGroup } from "../launch/guard.ts";
import {
  DatabaseDamaged,
  DatabaseProblem,
  slowProblem,
  type SqlDatabase,
  type SqlResult,
  type SqlRow,
  type SqlWaits,
} from "./port.ts";
import { programOf, type Answer, type Problem, type Question } from "./sqlite-serve.ts";

/**
 * The file of `sqlite:PATH`, by Node's own SQLite: nothing is installed for it, beside whatever the SP uses. SQLite
 * computes where it is called, and lets nothing else happen meanwhile: a query that never ends would hold the kit itself,
 * and no signal would end that. So a process of its own does it, which is ended where it takes too long.
 */
export function openSqlite(address: string, dir: string, waits: SqlWaits): SqlDatabase {
  const file = pathFrom(dir, address.replace(/^sqlite:(?:\/\/)?/i, ""));
  let current: SqliteProcess | null = null;

  async function ask(question: Asked): Promise<unknown> {
    requireLibrary();
    if (current?.ended !== false) current = new SqliteProcess(file, dir, waits);
    return current.ask(question);
  }

  return {
    read: (query, parameters) => ask({ query, parameters }) as Promise<SqlResult>,
    write: (statements, parameters) => ask({ statements, parameters }) as Promise<SqlRow>,
    async close() {
      const closing = current;
      current = null;
      await closing?.end();
    },
  };
}

/** Some distributions build Node without it. Throws ERR_MISSING_PACKAGE. */
function requireLibrary(): void {
  if (isBuiltin("node:sqlite")) return;
  throw new JitterbugError(
    "ERR_MISSING_PACKAGE",
    "the sql driver needs node:sqlite, which this Node is built without",
    { hint: "run jitterbug on a Node from https://nodejs.org, or read the file by exec with the sqlite3 command" },
  );
}

type Asked = Question extends infer Each ? (Each extends unknown ? Omit<Each, "id"> : never) : never;

interface Awaited {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** For a Node to start, on a machine that does much else. */
const START_MS = 60_000;

/** A process that reads and writes one file, until it is ended. It does not keep the kit alive, and ends with it. */
class SqliteProcess {
  readonly #file: string;
  readonly #waits: SqlWaits;
  readonly #spawned: ReturnType<typeof spawnGroup>;
  readonly #release: () => void;
  readonly #awaited = new Map<number, Awaited>();
  /** Runs while an answer is awaited. It begins anew with each: they come one after another. */
  #timer: NodeJS.Timeout | undefined;
  #isReady = false;
  #asked = 0;
  ended = false;

  constructor(file: string, dir: string, waits: SqlWaits) {
    this.#file = file;
    this.#waits = waits;
    const words = ["--input-type=module", "--eval", programOf(file, waits)];
    this.#spawned = spawnGroup([execPath, ...words], { cwd: dir, env: {}, stdin: "open" });
    const { child, mark } = this.#spawned;
    this.#release = child.pid === undefined ? () => undefined : guardGroup(child.pid, mark);
    child.stderr.resume();
    child.stdout.on(
      "data",
      linesTo((line) => this.#hear(JSON.parse(line) as Answer)),
    );
    child.once("error", (error) => this.#fail(() => new DatabaseProblem(`cannot be read: ${error.message}`)));
    child.once("close", (code, signal) =>
      this.#fail(() => new DatabaseProblem(`was being read by a process that ended (${signal ?? `status ${code}`})`)),
    );
    for (const one of [child, child.stdin, child.stdout, child.stderr]) {
      if (one !== null && "unref" in one) (one as { unref(): void }).unref();
    }
  }

  ask(asked: Asked): Promise<unknown> {
    const id = (this.#asked += 1);
    return new Promise((resolve, reject) => {
      this.#awaited.set(id, { resolve, reject });
      if (this.#timer === undefined) this.#wait();
      this.#spawned.child.stdin?.write(`${JSON.stringify({ ...asked, id })}\n`);
    });
  }

  async end(): Promise<void> {
    this.ended = true;
    const { child, mark } = this.#spawned;
    if (child.pid !== undefined) await endGroup(child.pid, mark);
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
    this.#release();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#awaited.size === 0) return;
    const late = () => {
      this.#fail(() => slowProblem(this.#file, this.#waits));
      void this.end();
    };
    this.#timer = setTimeout(late, this.#isReady ? this.#waits.statement * 1_000 : START_MS);
  }

  #hear(answer: Answer): void {
    this.#isReady = true;
    const awaited = this.#awaited.get(answer.id);
    if (awaited !== undefined && !("waiting" in answer)) {
      this.#awaited.delete(answer.id);
      if ("value" in answer) awaited.resolve(answer.value);
      else awaited.reject(errorOf(answer.problem));
    }
    this.#wait();
  }

  /** All that is asked, for none of it is answered any more. */
  #fail(why: () => Error): void {
    this.ended = true;
    for (const { reject } of this.#awaited.values()) reject(why());
    this.#awaited.clear();
    this.#wait();
  }
}

function errorOf({ message, hint, limit, damage }: Problem): Error {
  return new (damage ? DatabaseDamaged : DatabaseProblem)(message, hint, undefined, limit);
}

/** Hands on whole lines. */
function linesTo(take: (line: string) => void): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  return (chunk) => {
    let from = 0;
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, from)) {
      take(Buffer.concat([...parts, chunk.subarray(from, at)]).toString("utf8"));
      parts = [];
      from = at + 1;
    }
    parts.push(chunk.subarray(from));
  };
}
