import { readdirSync, readFileSync } from "node:fs";

/** A process that cannot be mistaken for a later one of the same number. */
export interface Process {
  readonly pid: number;
  /** Clock ticks since the machine started. */
  readonly born: string;
  readonly parent: number;
}

/** Every living process of this machine that may be read (Linux); a zombie has ended. */
function processes(): Process[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const stat = read(`/proc/${pid}/stat`);
      const [state, parent, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (state === undefined || state === "" || state === "Z" || state === "X") return [];
      return [{ pid: Number(pid), parent: Number(parent), born: rest[17] ?? "" }];
    });
}

/** All that a process started, and what those started. */
export function descendantsOf(pid: number): Process[] {
  const all = processes();
  const found: Process[] = [];
  for (let parents = [pid]; parents.length > 0;) {
    const children = all.filter(({ parent }) => parents.includes(parent));
    found.push(...children);
    parents = children.map((child) => child.pid);
  }
  return found;
}

/** Watches what a process starts from now on; tells the greatest memory that any of those has had, in MiB. */
export function watchMemory(pid: number): () => number {
  let greatest = 0;
  const look = () => {
    for (const one of descendantsOf(pid)) {
      const peak = /^VmHWM:\s*(\d+) kB/m.exec(read(`/proc/${one.pid}/status`))?.[1] ?? 0;
      greatest = Math.max(greatest, Number(peak) / 1024);
    }
  };
  const timer = setInterval(look, 50);
  return () => {
    clearInterval(timer);
    return greatest;
  };
}

/** Those that still live, and whatever else has the text in its environment. */
export function survivors(known: readonly Process[], mark: string): string[] {
  return processes()
    .filter(
      ({ pid, born }) =>
        known.some((one) => one.pid === pid && one.born === born) || read(`/proc/${pid}/environ`).includes(mark),
    )
    .map(({ pid }) => `${pid} ${read(`/proc/${pid}/cmdline`).replaceAll("\0", " ")}`);
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return ""; // it ended meanwhile
  }
}
