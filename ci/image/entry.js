// Runs the kit in its image. The identity providers and their control listen on loopback alone, as everywhere; inside a
// container that is nobody else's, so what comes to the container's own addresses at these two ports is handed on to them.
import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import { fileURLToPath } from "node:url";
import { portsOf } from "./ports.js";

const args = process.argv.slice(2);
const kit = fileURLToPath(new URL("../../harness/bin/jitterbug.js", import.meta.url));

function handOn(port, address) {
  const server = createServer((from) => {
    const to = connect(port, "127.0.0.1");
    for (const [one, other] of [
      [from, to],
      [to, from],
    ]) {
      one.on("error", () => other.destroy());
      one.pipe(other);
    }
  });
  server.on("error", (error) => console.error(`port ${port} of ${address} is not handed on: ${error.message}`));
  server.listen(port, address).unref();
}

const outside = Object.values(networkInterfaces())
  .flat()
  .filter(({ internal, family }) => !internal && family === "IPv4");
for (const port of portsOf(args)) for (const { address } of outside) handOn(port, address);

const child = spawn(process.execPath, [kit, ...args], { stdio: "inherit" });
for (const name of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(name, () => child.kill(name));
child.on("exit", (status, signal) => process.exit(status ?? (signal === null ? 1 : 143)));
