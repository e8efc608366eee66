// Well is who answers: a run that has no such port has nothing that could be asked.
import { argsOfContainer, portsOf } from "./ports.js";

const [port] = portsOf(argsOfContainer());
if (port !== undefined) {
  const { status } = await fetch(`http://localhost:${port}/`);
  process.exitCode = status < 500 ? 0 : 1;
}
