import { spawn } from "node:child_process";
import type { Environment } from "./child.ts";
import { MARK } from "./group.ts";

/**
 * Clears up when the kit is gone, however it went: a SIGKILL leaves it no time to do so itself. A small shell waits on a
 * pipe that only the kit holds; its end means that the kit has died.
 */
export interface Guard {
  /** What the kit is about to make, which may come into being after its death; null: it is there. */
  readonly making: (name: string | null) => void;
  /** Ends the watch. */
  readonly release: () => void;
}

const WAIT = `
making=
while read -r word name; do
  case $word in
    done) exit 0 ;;
    making) making=$name ;;
  esac
done
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
  return guard(END_GROUP, [String(leader), mark, MARK], { PATH: "/usr/bin:/bin" }).release;
}

/** Runs a shell script once the kit is gone: with these words as its parameters, and `$making`. */
export function guard(script: string, words: readonly string[], env: Environment): Guard {
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
  return {
    making: (name) => void shell.stdin.write(`making ${name ?? ""}\n`),
    release: () => void shell.stdin.end("done\n"),
  };
}
