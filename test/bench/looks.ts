import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Accounts } from "../../harness/accounts/index.ts";
import { DEFAULT_WAITS } from "../../harness/scenario/model/index.ts";
import { openReaders } from "../../harness/sp/drivers/index.ts";
import { KitClient } from "../../harness/sp/request.ts";
import { httpDriver } from "../sp/support/target.ts";

/** What one look costs the kit at an SP that shows all its accounts, in milliseconds of CPU; the SP is another process. */
export interface LookCost {
  readonly accounts: number;
  /** After a sign-in that made an account: no answer is the same as the one before. */
  readonly cpu_ms: number;
  /** Where nothing has happened since the last look. */
  readonly unchanged_ms: number;
  readonly bytes: number;
}

const NS = "k3x9q2ab";

export async function lookAt(accounts: number, looks: number): Promise<LookCost> {
  const server = fork(join(import.meta.dirname, "crowd.ts"), [String(accounts), NS]);
  try {
    const { port, bytes } = await told<{ port: number; bytes: number }>(server);
    const reading = new Accounts(0, openReaders([DRIVER], contextOf(port)));
    const cost = async (expected: number) => {
      const before = process.cpuUsage();
      const { length } = (await reading.snapshot(NS)).accounts;
      const { user, system } = process.cpuUsage(before);
      if (length !== expected) throw new Error(`a look showed ${length} of ${expected} accounts`);
      return (user + system) / 1_000;
    };
    try {
      await cost(0);
      let [changed, unchanged] = [0, 0];
      for (let at = 1; at <= looks; at++) {
        server.send("another");
        await told(server);
        changed += await cost(at);
        unchanged += await cost(at);
      }
      return { accounts, cpu_ms: changed / looks, unchanged_ms: unchanged / looks, bytes };
    } finally {
      await reading.close();
    }
  } finally {
    server.kill();
  }
}

async function told<T>(server: ChildProcess): Promise<T> {
  const [message] = (await once(server, "message")) as [T];
  return message;
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

function contextOf(port: number): Parameters<typeof openReaders>[1] {
  return {
    dir: "/",
    base_url: `http://127.0.0.1:${port}`,
    client: new KitClient({ allowRemote: [], timeoutMs: 60_000 }),
    environment: process.env,
    limits: DEFAULT_WAITS,
  };
}
