import type { Service } from "../../scenario/model/index.ts";
import { logProbe, lookProbe, requestProbe, type ReadyProbe } from "../launch/ready.ts";
import type { KitClient } from "../request.ts";
import type { Container } from "./container.ts";

/** @param here the port at which the service is published on this machine. */
export function serviceProbe(
  { name, ready }: Service,
  container: Container,
  here: number | undefined,
  client: KitClient,
): ReadyProbe {
  const where = `container.services.${name}`;
  if (ready === undefined) {
    const hint = `${where}.ready says by what to know that it is; without it, the image's health check does`;
    return lookProbe(async () => {
      const health = await container.health();
      return health === null || health === "healthy" ? null : `its health check says ${health}`;
    }, hint);
  }
  if ("log" in ready) return logProbe(ready.log, { times: ready.times, where });
  if ("request" in ready) return requestProbe(ready.request, `http://127.0.0.1:${here}`, client, where);
  const shown = JSON.stringify(ready.command);
  return lookProbe(async () => {
    const { status, output } = await container.run(ready.command);
    return status === 0 ? null : `${shown} ended with status ${status}${lastLine(output)}`;
  }, `${where}.ready.command must end with status 0 inside the container once it is ready; container.timeout gives it longer`);
}

function lastLine(output: string): string {
  const last = output.trim().split("\n").at(-1) ?? "";
  return last === "" ? "" : `: ${last}`;
}
