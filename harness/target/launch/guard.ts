import { spawn } from "node:child_process";
import type { Environment } from "./child.ts";
import { MARK } from "./group.ts";

/**
 * Guards clear up when the kit is gone, however it went: a SIGKILL leaves it no time to do so itself. A small shell
 * waits on a pipe that only the kit holds; a line means that all is well, its end that the kit has died.
 */
const WAIT = `
read -r line && exit 0
`;

/**
 * The group gets SIGTERM and, two seconds later, SIGKILL, and so does, where the machine has /proc (Linux), what left
 * the group but carries the mark.
 */
const END_GROUP = `
marked() { for file in $(grep -ls "$3=$2" /proc/[0-9]*/environ); do pid=\${file#/proc/}; kill "-$1" "\${pid%/environ}"; done; }
kill -TERM "-$1"; marked TERM "$2" "$3"
sleep 2
kill -KILL "-$1"; marked KILL "$2" "$3"
`;

/** Watches over a process group from now on; the returned function ends the watch. */
export function guardGroup(leader: number, mark: string): () => void {
  return guard(END_GROUP, [String(leader), mark, MARK], { PATH: "/usr/bin:/bin" });
}

/** Runs a shell script, with these words as its parameters, once the kit is gone; the returned function ends the watch. */
export function guard(script: string, words: readonly string[], env: Environment): () => void {
  const shell = spawn("/bin/sh", ["-c", WAIT + script, "jitterbug-guard", ...words], {
    cwd: "/",
    env,
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Where there is no such shell, the kit still clears up itself in every case but its own sudden death.
  shell.on("error", () => undefined);
  shell.stdin.on("error", () => undefined);
  shell.unref();
  return () => void shell.stdin.end("done\n");
}
