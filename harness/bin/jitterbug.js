#!/usr/bin/env node
// Plain JavaScript that any Node of the last years can parse: it must be able to say that a Node is too old.
const FLOOR = [22, 22];

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < FLOOR[0] || (major === FLOOR[0] && minor < FLOOR[1])) {
  process.stderr.write(
    `jitterbug needs Node.js ${FLOOR.join(".")} or newer, and this is ${process.versions.node}: ` +
      "start it by `npx --package node@26 jitterbug ...`, which leaves your project and the Node of its own as they are, " +
      "or install one from https://nodejs.org.\n",
  );
  process.exitCode = 2;
} else {
  void start();
}

/** A checkout runs its sources as they stand; Node strips types everywhere but in node_modules, where dist is. */
async function start() {
  const { existsSync } = await import("node:fs");
  const { fileURLToPath } = await import("node:url");
  const { enableCompileCache } = await import("node:module");
  if (process.argv[2] === "idp") await holdLittle();
  const source = new URL("../cli/main.ts", import.meta.url);
  const checkout = existsSync(source) && !source.pathname.includes("/node_modules/");
  // Compiled code and stripped types are kept beside the dependencies: a start costs half. Without leave to write, none are.
  const modules = new URL(checkout ? "../../node_modules/" : "../../../", import.meta.url);
  enableCompileCache(fileURLToPath(new URL(".cache/jitterbug", modules)));
  await import(checkout ? source.href : new URL("../../dist/harness/cli/main.js", import.meta.url).href);
}

/**
 * For a process that runs beside its user's work all day: what is new is looked through in 1 MB instead of in up to 48,
 * and what has stayed may grow by a fifth before it is looked through again. Some 60 MB of 180 less after 400 sign-ins,
 * for no more CPU (`npm run bench -- mocks`). V8 reads both whenever it looks, but what has grown by then stays.
 */
async function holdLittle() {
  const { setFlagsFromString } = await import("node:v8");
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=20");
}
