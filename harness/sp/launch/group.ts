import { spawn, type ChildProcessByStdio } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { kill } from "node:process";
import type { Readable, Writable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";

/** A child carries it in its environment and hands it down, so that one that leaves the process group is found too. */
export const MARK = "JITTERBUG_LAUNCH";

const GRACE_MS = 2_000;

/** Starts a command, without a shell and in a process group of its own, so that `endGroup` ends all that it starts. */
export function spawnGroup(
  command: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: { readonly [name: string]: string | undefined };
    readonly stdin?: "open" | undefined;
  },
): { readonly child: ChildProcessByStdio<Writable | null, Readable, Readable>; readonly mark: string } {
  const [program = "", ...words] = command;
  const mark = randomUUID();
  const common = { cwd: options.cwd, env: { ...options.env, [MARK]: mark }, detached: true };
  if (options.stdin !== "open") {
    return { child: spawn(program, words, { ...common, stdio: ["ignore", "pipe", "pipe"] }), mark };
  }
  const child = spawn(program, words, { ...common, stdio: ["pipe", "pipe", "pipe"] });
  // Nothing is ever written: it is held, and what reads it waits.
  child.stdin.on("error", () => undefined);
  return { child, mark };
}

/**
 * Ends a process group: SIGTERM to all of it, SIGKILL to what is left after two seconds; resolves when nothing is.
 * `mark` also finds descendants that made a group of their own, where the machine has /proc (Linux).
 */
export async function endGroup(leader: number, mark: string): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    const left = members(leader, mark);
    if (left.length === 0) return;
    send(-leader, signal);
    for (const pid of left) send(pid, signal);
    if (await gone(leader, mark)) return;
  }
}

async function gone(leader: number, mark: string): Promise<boolean> {
  const deadline = Date.now() + GRACE_MS;
  for (let wait = 5; Date.now() < deadline; wait = Math.min(wait * 2, 50)) {
    if (members(leader, mark).length === 0) return true;
    await pause(wait);
  }
  return members(leader, mark).length === 0;
}

/** The living processes of the group and those that carry the mark; a zombie has ended, even if nobody reaps it. */
function members(leader: number, mark: string): number[] {
  let pids: string[];
  try {
    pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return send(-leader, 0) ? [leader] : [];
  }
  return pids.filter((pid) => isMember(pid, leader, mark)).map(Number);
}

/** Whether a process is of the group, or carries the mark. False where the machine has no /proc. */
export function isMember(pid: string, leader: number, mark: string): boolean {
  try {
    // `pid (command) state ppid pgrp ...`; the command may hold anything, brackets included.
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (state === "Z" || state === "X") return false;
    if (Number(group) === leader) return true;
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(`${MARK}=${mark}`);
  } catch {
    return false; // it ended meanwhile, or belongs to somebody else
  }
}

function send(pid: number, signal: "SIGTERM" | "SIGKILL" | 0): boolean {
  try {
    return kill(pid, signal);
  } catch {
    return false;
  }
}
