import { request } from "node:http";
import { afterAll, expect, test } from "vitest";
import type { Exchange } from "../../harness/observe/exchange.ts";
import { ADA, authorize, oidcSpec, REDIRECT_URI, relyingParty, Started } from "./support.ts";

const started = new Started();
afterAll(() => started.end());

test("what a caller hangs up on in the middle, as it reads up to a size of its own, was delivered", async () => {
  const exchanges: Exchange[] = [];
  const spec = oidcSpec({});
  const idps = await started.idps({ connections: [spec], onExchange: (exchange) => void exchanges.push(exchange) });
  idps.admit(spec.name, ADA);
  const { config, facts } = await relyingParty(idps, spec);
  idps.arm(spec.name, ADA.key, { name: "vast-token-answer", parameters: {} });
  const { back } = await authorize(config, { pkce: false });
  const code = back.searchParams.get("code") ?? "";
  const body = new URLSearchParams({ grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI }).toString();
  await readALittle(facts.token_endpoint, body);
  await expect
    .poll(() => exchanges.find(({ request: { url } }) => url === facts.token_endpoint))
    .toMatchObject({
      failure: { kind: "connection_reset", detail: "the caller went away before the end of the answer" },
    });
  expect(idps.disarm(spec.name, ADA.key)).toEqual({ delivered: true });
});

/** Hangs up at the first part of the answer. */
function readALittle(url: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Basic ${btoa("app:app-secret")}`,
      "content-type": "application/x-www-form-urlencoded",
      "content-length": body.length,
    };
    const sent = request(url, { method: "POST", headers }, (answer) => {
      answer.once("error", () => undefined);
      answer.once("data", () => sent.destroy());
      answer.once("close", resolve);
    });
    sent.once("error", reject);
    sent.end(body);
  });
}
