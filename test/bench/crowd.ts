/** An SP that shows all its accounts: how many, and the namespace of those that are added when its parent says so. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const [, , count = "0", ns = ""] = process.argv;
const rows = Array.from({ length: Number(count) }, (_, at) => account(`id-${at}`, `person${at}@acme.test`));
let body = JSON.stringify({ users: rows });
const server = createServer((_, res) => res.writeHead(200, { "content-type": "application/json" }).end(body));

process.on("message", () => {
  rows.push(account(`new-${rows.length}`, `ada${rows.length}.${ns}@acme.test`));
  body = JSON.stringify({ users: rows });
  process.send?.({});
});
process.on("disconnect", () => process.exit());
server.listen(0, "127.0.0.1", () =>
  process.send?.({ port: (server.address() as AddressInfo).port, bytes: body.length }),
);

function account(id: string, email: string): object {
  const identities = [{ issuer: "http://127.0.0.1:3000/acme", subject: `sub-${id}` }];
  return { id, email, email_verified: true, active: true, first: "Ada", last: "Love", roles: ["member"], identities };
}
