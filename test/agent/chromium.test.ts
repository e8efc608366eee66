import https from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { createChromiumAgent, findChromium } from "../../harness/agent/chromium/index.ts";
import { CERTIFICATE, PRIVATE_KEY } from "./certificate.ts";
import { agentContract } from "./contract.ts";

/** With CI set a missing browser is a failure. */
const here = findChromium(process.env["JITTERBUG_CHROMIUM"]) !== null || process.env["CI"] !== undefined;

const environment = process.env;

describe.skipIf(!here)(here ? "Chromium" : "Chromium [SKIPPED: apt-get install chromium]", () => {
  agentContract("agent/chromium", {
    make: (options) => createChromiumAgent({ environment, ...options }),
    patienceMs: 2_500,
    cannot: {
      "clock of Lax+POST": "Chromium's two minutes are its own",
      "UTF-8 unasked": "Chromium takes such a page for windows-1252",
      "tells idle buttons": "a script may be listening to any button, so all are pressed",
      "guesses at scripts": "Chromium runs them",
    },
  });

  it("trusts the certificate that the target names, and no other", async () => {
    const server = https.createServer({ cert: CERTIFICATE, key: PRIVATE_KEY }, (_, response) => response.end("safe"));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = `https://localhost:${(server.address() as AddressInfo).port}/`;
    const [trusting, strict] = await Promise.all([
      createChromiumAgent({ environment, ca: CERTIFICATE }),
      createChromiumAgent({ environment }),
    ]);
    try {
      expect((await trusting.browser("ada").open(address)).text).toBe("safe");
      expect(await trusting.browser("bob").request("GET", address)).toMatchObject({ status: 200, body: "safe" });
      expect((await strict.browser("ada").open(address)).failure?.kind).toBe("tls");
    } finally {
      await Promise.all([trusting.close(), strict.close()]);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    }
  });
});
