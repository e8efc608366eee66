import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { SCIM_DIALECTS, type ScimDialectName } from "../../../harness/idp/profiles/index.ts";
import { ScimClient } from "../../../harness/idp/scim/index.ts";
import { KitClient } from "../../../harness/sp/index.ts";
import { scimCaller } from "../../../harness/sp/scim.ts";

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export interface Server {
  readonly origin: string;
  /** Every request in its order. */
  readonly asked: readonly Asked[];
}

/** A server on loopback that ends with the test; notes what it is asked. */
export async function served(listener: RequestListener): Promise<Server> {
  const asked: Asked[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    const note = { method: req.method ?? "", path: decodeURIComponent(req.url ?? ""), body: null as unknown };
    asked.push(note);
    req.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      note.body = text === "" ? null : (JSON.parse(text) as unknown);
    });
    listener(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

interface Pushing {
  readonly token?: string;
  readonly timeoutMs?: number;
}

/** The client as a run has it, but that it waits for nothing. */
export function pusher(base: string, dialect: ScimDialectName, { token = "t0ken", timeoutMs = 5_000 }: Pushing = {}) {
  const place = { file: "jitterbug.yaml", line: 1, column: 1 };
  const server = { base, headers: {}, auth: { kind: "bearer", token } as const, dialect, place };
  const kit = new KitClient({ allowRemote: [], timeoutMs });
  const pauses: number[] = [];
  const client = new ScimClient({
    dialect: SCIM_DIALECTS[dialect],
    send: scimCaller(server, base, kit),
    patience: {
      waits: [1, 2],
      longest: 10_000,
      pause: async (ms) => {
        pauses.push(ms);
      },
    },
  });
  return { client, pauses };
}

export const ADA = {
  subject: "ada-1",
  email: "ada@acme.test",
  preferred_username: "ada",
  given_name: "Ada",
  family_name: "Tester",
  name: "Ada Tester",
};
