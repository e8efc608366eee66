import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { endGroup, MARK } from "../../sp/launch/group.ts";
import { guardGroup } from "../../sp/launch/guard.ts";
import { OutputTail } from "../../sp/launch/output.ts";
import type { Order, Report, Work } from "./port.ts";

/** For a worker that was told to stop: its SP may take two seconds to end, and so may what that started. */
const STOP_MS = 10_000;

export interface HiredOptions {
  /** What starts the kit itself: a Node, and a script. */
  readonly command: readonly string[];
  readonly environment: { readonly [name: string]: string | undefined };
  readonly hear: (report: Report) => void;
}

/** A worker as whoever hired it sees it: a process of its own, in a group of its own, that ends with this one. */
export class Hired {
  readonly #child: ChildProcess;
  readonly #mark = randomUUID();
  readonly #release: () => void;
  readonly #output = new OutputTail();
  /** Resolves, once it is gone, to how it ended: `status 1`, `SIGKILL`. */
  readonly gone: Promise<string>;

  constructor({ command, environment, hear }: HiredOptions) {
    const [program = "", ...words] = command;
    this.#child = spawn(program, [...words, "worker"], {
      env: { ...environment, [MARK]: this.#mark },
      // A group of its own: Ctrl-C is for whoever hired it, who tells it to stop.
      detached: true,
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
    });
    const { pid, stderr } = this.#child;
    this.#release = pid === undefined ? () => undefined : guardGroup(pid, this.#mark);
    const lines = this.#output.stream();
    stderr?.setEncoding("utf8").on("data", (text: string) => lines.write(text));
    this.#child.on("message", (report) => hear(report as Report));
    this.gone = new Promise((resolve) => {
      this.#child.once("error", (error) => resolve(error.message));
      this.#child.once("close", (status, signal) => resolve(signal ?? `status ${status}`));
    });
    void this.gone.then(() => this.#release());
  }

  work(work: Work): void {
    this.#say({ type: "work", work });
  }

  /** Nobody else drives any more. */
  leaveAlone(): void {
    this.#say({ type: "alone" });
  }

  /** In good order, if it can; at once, if it cannot. */
  async end(): Promise<void> {
    this.#say({ type: "stop" });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<"late">((resolve) => (timer = setTimeout(resolve, STOP_MS, "late")));
    const ended = await Promise.race([this.gone, late]);
    clearTimeout(timer);
    const { pid } = this.#child;
    if (ended === "late" && pid !== undefined) await endGroup(pid, this.#mark);
  }

  /** What it printed last, where it had something to say that is none of its reports. */
  get lastWords(): string {
    return this.#output.last(20);
  }

  /** One that is gone hears nothing, and that is told by `gone`. */
  #say(order: Order): void {
    if (this.#child.connected) this.#child.send(order, () => undefined);
  }
}
