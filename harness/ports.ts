import { execFile } from "node:child_process";
import { randomInt } from "node:crypto";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { connect, createServer } from "node:net";
import { promisify } from "node:util";

/** The process that listens on a port. */
export interface PortHolder {
  readonly pid: number;
  readonly command: string;
}

/**
 * Below the ranges from which systems take ports by themselves (Linux from 32768, others from 49152): what is free now
 * must still be free when the SP has started, and meanwhile servers listen on "any" port and connections go out.
 */
const FIRST = 20_000;
const LAST = 32_000;

/** A port that is free on both loopback addresses (127.0.0.1 and, where the machine has it, ::1) at this moment. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = randomInt(FIRST, LAST);
    if ((await listenOnce("127.0.0.1", port)) !== null && (await listenOnce("::1", port)) !== null) return port;
  }
  throw new Error("no port is free on both loopback addresses");
}

/** Whether something accepts connections at a port of one of these addresses. */
export async function isPortTaken(addresses: readonly string[], port: number): Promise<boolean> {
  const answers = await Promise.all(addresses.map((address) => accepts(address, port)));
  return answers.includes(true);
}

/** Who listens on a port of this machine; null where that can not be told (another user's process, no /proc, no lsof). */
export async function portHolder(port: number): Promise<PortHolder | null> {
  try {
    return holderFromProc(port);
  } catch {
    return holderFromLsof(port);
  }
}

/** `, held by process 4711 (node server.js)`, or nothing: for the end of a message about a port. */
export async function heldBy(port: number): Promise<string> {
  const holder = await portHolder(port);
  return holder === null ? "" : `, held by process ${holder.pid} (${holder.command})`;
}

/** The port that was bound for a moment; null where the port is taken. An address that the machine lacks is no hindrance. */
function listenOnce(host: string, port: number): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(null);
      else if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(port);
      else reject(error);
    });
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : null));
    });
  });
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const end = (taken: boolean) => {
      socket.destroy();
      resolve(taken);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
}

/** Linux: the inode of the listening socket, then the process that has it open. Throws where there is no /proc/net. */
function holderFromProc(port: number): PortHolder | null {
  const inodes = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of readFileSync(table, "utf8").split("\n").slice(1)) {
      const columns = line.trim().split(/\s+/);
      const local = columns[1]?.split(":").at(-1);
      const listening = columns[3] === "0A";
      const inode = columns[9];
      if (listening && local !== undefined && inode !== undefined && Number.parseInt(local, 16) === port)
        inodes.add(`socket:[${inode}]`);
    }
  }
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const open = readdirSync(`/proc/${pid}/fd`).some((fd) => inodes.has(linkOf(`/proc/${pid}/fd/${fd}`)));
      if (open) return { pid: Number(pid), command: commandOf(pid) };
    } catch {
      continue; // it ended meanwhile, or belongs to somebody else
    }
  }
  return null;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}

function commandOf(pid: string): string {
  const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
  return shown(words);
}

async function holderFromLsof(port: number): Promise<PortHolder | null> {
  try {
    const { stdout } = await promisify(execFile)("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-Fpc"], {
      timeout: 3_000,
      env: { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" },
    });
    const pid = /^p(\d+)$/m.exec(stdout)?.[1];
    return pid === undefined ? null : { pid: Number(pid), command: shown(/^c(.+)$/m.exec(stdout)?.[1] ?? "?") };
  } catch {
    return null;
  }
}

/** Another process's command line is shown on terminals: no control characters, and not without end. */
function shown(command: string): string {
  const plain = command.replace(/\p{Cc}/gu, " ");
  return plain.length > 120 ? `${plain.slice(0, 119)}…` : plain;
}
