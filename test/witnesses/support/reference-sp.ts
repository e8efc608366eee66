import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Browser } from "../../../harness/agent/port.ts";
import type { AccountReadOut } from "../../../sp-reference/admin/read-out.ts";
import type { TearDown } from "./tear-down.ts";

const ADMIN_TOKEN = "witness-admin";
const ROOT = new URL("../../..", import.meta.url).pathname;

export interface ReferenceSp {
  readonly origin: string;
  accounts(): Promise<readonly AccountReadOut[]>;
  /** The account of the browser's session, or null. */
  session(browser: Browser): Promise<string | null>;
}

/** The reference SP as its own process, with an organizations file. */
export async function startReferenceSp(
  tearDown: TearDown,
  describe: (origin: string) => Promise<object>,
): Promise<ReferenceSp> {
  const folder = await tearDown.folder();
  const config = join(folder, "organizations.yaml");
  const port = await tearDown.program(async (free) => {
    const origin = `http://localhost:${free}`;
    await writeFile(config, stringify(await describe(origin)));
    const env = { PORT: String(free), BASE_URL: origin, SP_CONFIG: config, ADMIN_TOKEN };
    return { command: [process.execPath, "sp-reference/start.js"], cwd: ROOT, env, ready: `${origin}/healthz` };
  });
  const origin = `http://localhost:${port}`;
  return {
    origin,
    async accounts() {
      const response = await fetch(`${origin}/admin/accounts`, { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
      const body = (await response.json()) as { readonly accounts: readonly AccountReadOut[] };
      return body.accounts;
    },
    async session(browser) {
      const { status, body } = await browser.request("GET", `${origin}/api/me`);
      return status === 200 ? (JSON.parse(body) as { readonly id: string }).id : null;
    },
  };
}
