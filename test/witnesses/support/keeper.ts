/**
 * Runs a program for a test process, `keeper.ts FOLDER COMMAND...`, as the leader of its process group. When it is told
 * to end (SIGTERM, which the whole group gets), or the test process is gone without a word (Ctrl-C, a kill), it sees to
 * it that nothing of the group and nothing of the folder is left. A program that ends by itself leaves the folder.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

const POLL_MS = 200;
const GRACE_MS = 2_000;

const [folder = "", program = "", ...words] = process.argv.slice(2);
const parent = process.ppid;
let ending = false;

process.on("SIGTERM", () => {
  if (ending) return;
  ending = true;
  setTimeout(finish, GRACE_MS);
});

const child = spawn(program, words, { stdio: "inherit" });
child.once("error", (error) => {
  console.error(error.message);
  process.exit(1);
});
child.once("exit", (code) => {
  if (ending) finish();
  else process.exit(code ?? 1);
});

setInterval(() => {
  if (process.ppid !== parent && !ending) process.kill(-process.pid, "SIGTERM");
}, POLL_MS);

function finish(): void {
  try {
    // Others of the same tests may be at it too.
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  } finally {
    process.kill(-process.pid, "SIGKILL");
  }
}
