import { spawn } from "node:child_process";
import { MARK } from "./group.ts";

/**
 * Ends a process group when the kit is gone, however it went: a SIGKILL leaves it no time to do so itself. A small
 * shell waits on a pipe that only the kit holds; a line means that all is well, its end that the kit has died. Then
 * the group gets SIGTERM and, two seconds later, SIGKILL, and so does, where the machine has /proc (Linux), what left
 * the group but carries the mark.
 */
const SCRIPT = `
read -r line && exit 0
marked() { for file in $(grep -ls "$3=$2" /proc/[0-9]*/environ); do pid=\${file#/proc/}; kill "-$1" "\${pid%/environ}"; done; }
kill -TERM "-$1"; marked TERM "$2" "$3"
sleep 2
kill -KILL "-$1"; marked KILL "$2" "$3"
`;

/** Watches over a group from now on; the returned function ends the watch. */
export function guardGroup(leader: number, mark: string): () => void {
  const guard = spawn("/bin/sh", ["-c", SCRIPT, "jitterbug-guard", String(leader), mark, MARK], {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  // Where there is no such shell, the kit still ends its children itself in every case but its own sudden death.
  guard.on("error", () => undefined);
  guard.stdin.on("error", () => undefined);
  guard.unref();
  return () => void guard.stdin.end("done\n");
}
