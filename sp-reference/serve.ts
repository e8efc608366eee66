import { createServer } from "node:http";
import { createSp } from "./app/app.ts";
import { readConfig } from "./config/environment.ts";
import { ConfigError } from "./config/organizations.ts";
import { parseDefects, UnknownDefect } from "./defects/registry.ts";

/** Serves until SIGINT or SIGTERM, as the environment has it; what is wrong there is one line, and status 1. */
export function serve(): void {
  try {
    start();
  } catch (error) {
    if (error instanceof ConfigError || error instanceof UnknownDefect) fail(error.message);
    throw error;
  }
}

function start(): void {
  const config = readConfig(process.env);
  const defects = parseDefects(process.env["SP_DEFECTS"] ?? "");
  const sp = createSp(config, defects, (line) => process.stderr.write(`${line}\n`));
  const server = createServer(sp.app);
  server.on("error", (error: NodeJS.ErrnoException) => fail(`cannot listen: ${error.message}`));
  const listen = (): void => {
    server.listen(config.port, config.host, () => {
      process.stdout.write(`Reference SP at ${config.baseUrl} (${config.connections.size} connections)\n`);
      if (process.env["ADMIN_TOKEN"] === undefined) process.stdout.write(`Admin token: ${config.adminToken}\n`);
      if (defects.length > 0) process.stdout.write(`BROKEN ON PURPOSE: ${defects.join(", ")}\n`);
    });
  };
  sp.ready.then(listen, (error: unknown) => fail(`cannot start: ${error instanceof Error ? error.message : "?"}`));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      server.close(() => sp.close());
      server.closeAllConnections();
    });
  }
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
