import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Accounts } from "../../harness/accounts/index.ts";
import { DEFAULT_WAITS } from "../../harness/scenario/model/index.ts";
import { openReaders } from "../../harness/sp/drivers/index.ts";
import { KitClient } from "../../harness/sp/request.ts";
import { httpDriver } from "../sp/support/target.ts";

/** What one look costs the kit at an SP that shows all its accounts, in milliseconds of CPU; with the SP's own part out. */
export interface LookCost {
  readonly accounts: number;
  readonly cpu_ms: number;
  readonly bytes: number;
}

const NS = "k3x9q2ab";

/** Each look comes after a sign-in that made an account: no answer is the same as the one before. */
export async function lookAt(accounts: number, looks: number): Promise<LookCost> {
  const rows = Array.from({ length: accounts }, (_, at) => account(`id-${at}`, `person${at}@acme.test`));
  let body = JSON.stringify({ users: rows });
  const server = createServer((_, res) => res.writeHead(200, { "content-type": "application/json" }).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const reading = new Accounts(0, openReaders([DRIVER], contextOf(server)));
  try {
    await reading.snapshot(NS);
    let cpu = 0;
    for (let at = 0; at < looks; at++) {
      rows.push(account(`new-${at}`, `ada${at}.${NS}@acme.test`));
      body = JSON.stringify({ users: rows });
      const before = process.cpuUsage();
      const seen = await reading.snapshot(NS);
      const { user, system } = process.cpuUsage(before);
      if (seen.accounts.length !== at + 1)
        throw new Error(`a look showed ${seen.accounts.length} of ${at + 1} accounts`);
      cpu += (user + system) / 1_000;
    }
    return { accounts, cpu_ms: cpu / looks, bytes: body.length };
  } finally {
    await reading.close();
    server.closeAllConnections();
    server.close();
  }
}

const DRIVER = httpDriver({
  each: "$.users[*]",
  map: {
    id: "$.id",
    email: "$.email",
    email_verified: "$.email_verified",
    active: "$.active",
    given_name: "$.first",
    family_name: "$.last",
    roles: "$.roles",
  },
  collect: { identities: { issuer: "$.identities[*].issuer", subject: "$.identities[*].subject" } },
});

function account(id: string, email: string): object {
  const identities = [{ issuer: "http://127.0.0.1:3000/acme", subject: `sub-${id}` }];
  return { id, email, email_verified: true, active: true, first: "Ada", last: "Love", roles: ["member"], identities };
}

function contextOf(server: Server): Parameters<typeof openReaders>[1] {
  return {
    dir: "/",
    base_url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    client: new KitClient({ allowRemote: [], timeoutMs: 60_000 }),
    environment: process.env,
    limits: DEFAULT_WAITS,
  };
}
