import https from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AgentOptions } from "../../../harness/agent/port.ts";
import { ownIdentity, type TlsIdentity } from "../../../harness/idp/tls/authority.ts";
import type { Subject } from "../contract.ts";

/** An SP by https at a name of its own, with a certificate of an authority of its own. */
export function authorityCases({ make }: Subject): void {
  let theirs: TlsIdentity;
  let other: TlsIdentity;
  let server: https.Server;
  let port = 0;
  let address = "";
  beforeAll(async () => {
    [theirs, other] = await Promise.all([ownIdentity(["sp.test"], null), ownIdentity(["sp.test"], null)]);
    // As most servers have it: their own certificate alone, not that of the authority.
    const [leaf] = theirs.certificate.split(/(?<=-----END CERTIFICATE-----\n)/);
    server = https.createServer({ key: theirs.key, cert: leaf }, (_, response) => response.end("safe"));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    ({ port } = server.address() as AddressInfo);
    address = `https://sp.test:${port}/`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await Promise.all([theirs.close(), other.close()]);
  });

  async function visit(url: string, options: AgentOptions): Promise<{ text: string; failure: string | undefined }> {
    const resolve = new Map(["sp.test", "wrong.test"].map((name) => [`${name}:${port}`, "127.0.0.1"]));
    const agent = await make({ resolve, origins: [url], ...options });
    try {
      const { text, failure } = await agent.browser("ada").open(url);
      return { text, failure: failure?.kind };
    } finally {
      await agent.close();
    }
  }

  it("trusts a server below the authority that the target names, at a name that only this run knows", async () => {
    expect(await visit(address, { ca: theirs.ca.pem })).toEqual({ text: "safe", failure: undefined });
    expect((await visit(address, { ca: other.ca.pem + theirs.ca.pem })).text).toBe("safe");
  });

  it("trusts nobody else's authority, and no other name", async () => {
    expect((await visit(address, { ca: other.ca.pem })).failure).toBe("tls");
    expect((await visit(address, {})).failure).toBe("tls");
    expect((await visit(address.replace("sp.", "wrong."), { ca: theirs.ca.pem })).failure).toBe("tls");
  });
}
