import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";

/** Names the process that listens on a TCP port (`node server.js (process 4711)`), or null where it can not be told. */
export async function portHolder(port: number): Promise<string | null> {
  try {
    return (await fromProc(port)) ?? (await fromLsof(port));
  } catch {
    return null;
  }
}

/** Linux: the listening socket's inode, then the process that has it open. Other people's processes stay unnamed. */
async function fromProc(port: number): Promise<string | null> {
  const tables = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  const sockets = new Set(tables.flatMap((table) => listeningInodes(table, port)).map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return null;
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const fds = await readdir(`/proc/${pid}/fd`).catch(() => []);
    const links = await Promise.all(fds.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => "")));
    if (!links.some((link) => sockets.has(link))) continue;
    const command = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).split("\0").join(" ").trim();
    return `${command.slice(0, 200)} (process ${pid})`;
  }
  return null;
}

/** Rows of /proc/net/tcp: `sl local_address rem_address st ... inode`; state 0A is LISTEN. */
function listeningInodes(table: string, port: number): readonly string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table
    .split("\n")
    .map((row) => row.trim().split(/\s+/))
    .filter((columns) => columns[1]?.endsWith(suffix) === true && columns[3] === "0A")
    .map((columns) => columns[9] ?? "");
}

async function fromLsof(port: number): Promise<string | null> {
  const { stdout } = await promisify(execFile)("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"]);
  const pid = /^p(\d+)$/m.exec(stdout)?.[1];
  const command = /^c(.+)$/m.exec(stdout)?.[1];
  return pid === undefined ? null : `${command ?? "a process"} (process ${pid})`;
}
