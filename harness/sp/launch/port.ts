import { JitterbugError, type ErrorCode } from "../../errors.ts";
import { addressesOf, portOf } from "../../loopback.ts";
import { heldBy, isPortTaken } from "../../ports.ts";
import type { Target } from "../../scenario/model/index.ts";
import type { KitClient } from "../request.ts";
import type { Environment } from "./child.ts";
import { complaintIn } from "../complaint/complaint.ts";
import type { Elsewhere } from "./elsewhere.ts";
import { KEPT_LINES, type OutputTail } from "./output.ts";
import type { ReadyProbe } from "./ready.ts";

export interface LaunchOptions {
  /** With every template rendered that the SP's process needs. */
  readonly target: Target;
  readonly client: KitClient;
  readonly environment: Environment;
  /** On top of the target file's own. */
  readonly env: Environment;
  /** Files of this machine that the SP is told by their paths: a container has them at the same paths. */
  readonly files?: readonly string[];
  readonly onOutput?: ((line: string) => void) | undefined;
  /** What is being done that takes its time. */
  readonly onPhase?: ((text: string) => void) | undefined;
}

/** The SP, from the first that is started for it to the end of the last. */
export interface Launch {
  /** Set once the SP has ended by itself. */
  readonly exited: { readonly status: string; readonly output: string } | null;
  /** Resolves when the SP is ready. Throws ERR_SP_*, ERR_PORT_TAKEN, ERR_CONTAINER; what was started stays until `close`. */
  start(): Promise<void>;
  /** Ends the SP and starts it again, without what runs before it; throws as `start`. Left out: it cannot be. */
  restart?(): Promise<void>;
  /** Ends everything that was started, in reverse order. */
  close(): Promise<void>;
}

/** Of what an SP printed, when something is wrong. */
const SHOWN_LINES = 40;

/** Throws ERR_PORT_TAKEN where somebody listens at base_url already. */
export async function requireFreePort({ base_url }: Target, client: KitClient): Promise<void> {
  const url = new URL(base_url);
  const port = portOf(url);
  if (!(await isPortTaken(addressesOf(url, client.reach.resolve), port))) return;
  throw new JitterbugError("ERR_PORT_TAKEN", `port ${port} of base_url is taken${await heldBy(port)}`, {
    hint: 'end that process, or write base_url: "http://localhost:{{port}}" to have a free port picked',
  });
}

/** A process or container that is on its way to be ready. */
export interface Starting {
  /** Null while it runs. */
  readonly status: string | null;
  /** Resolves when it has ended and its output is read. */
  readonly ended: Promise<void>;
  readonly output: OutputTail;
  /** It ended, and said that all is well. */
  readonly succeeded?: boolean;
  /** Where it runs, if it is on this machine. */
  readonly cwd?: string;
}

const ENDED_WELL =
  "it ended without an error: start.command must stay in the foreground; some dev servers end when their input does, which start: { stdin: open } keeps open";

/** Resolves when it is ready. Throws ERR_SP_EXITED, ERR_SP_NOT_READY. `name`: `the SP`, `the service db`. */
export async function awaitReady(
  name: string,
  starting: Starting,
  probe: ReadyProbe,
  {
    timeout,
    isClosing,
    elsewhere,
  }: {
    readonly timeout: number;
    readonly isClosing: () => boolean;
    /** Asked where it was waited for in vain. */
    readonly elsewhere?: () => Promise<Elsewhere | null>;
  },
): Promise<void> {
  const ready = await probe.wait(Date.now() + timeout * 1_000, () => starting.status !== null || isClosing());
  if (starting.status !== null) {
    await starting.ended;
    const message = `${name} ended before it was ready: ${starting.status}`;
    const hint =
      starting.succeeded === true && starting.cwd !== undefined
        ? ENDED_WELL
        : "its last output tells why; run it by hand to see all of it";
    throw failed("ERR_SP_EXITED", lastWords(starting.output, starting.cwd), message, hint);
  }
  if (ready) return;
  const found = (await elsewhere?.()) ?? null;
  const message = `${name} was not ready within ${timeout} s: ${probe.lastSeen}${found === null ? "" : `; ${found.message}`}`;
  throw new JitterbugError("ERR_SP_NOT_READY", message, {
    hint: found?.hint ?? probe.hint,
    output: starting.output.last(SHOWN_LINES),
    fix: found?.fix,
  });
}

/** Of a command that has ended badly: the line that names the error, else its last lines. */
export function lastWords(output: OutputTail, cwd = "/"): string {
  return complaintIn(output.last(KEPT_LINES), cwd) ?? output.last(SHOWN_LINES);
}

export function failed(code: ErrorCode, output: string, message: string, hint: string): JitterbugError {
  return new JitterbugError(code, message, { hint, output });
}
