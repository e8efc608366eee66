import { readFileSync } from "node:fs";

/** Of `idp --listen HOST:PORT --control PORT`; what is left out, or no fixed port, is none. */
export function portsOf(args) {
  if (args[0] !== "idp") return [];
  const after = (flag) => args.find((_, at) => args[at - 1] === flag) ?? "";
  return [/:(\d+)$/.exec(after("--listen"))?.[1], after("--control")].map(Number).filter((port) => port > 0);
}

/** What the container was started with: its first process says so. */
export function argsOfContainer() {
  const [, script, ...args] = readFileSync("/proc/1/cmdline", "utf8").split("\0");
  return script?.endsWith("/entry.js") ? args : [];
}
