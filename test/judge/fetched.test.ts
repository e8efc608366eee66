import { expect, it } from "vitest";
import { judgeFetched } from "../../harness/judge/expectations/fetched.ts";
import type { Exchange } from "../../harness/observe/exchange.ts";
import { observed } from "./stage.ts";

const place = { file: "x.yaml", line: 1, column: 1 };
const NOTHING_YET = { seeded: new Map(), away: new Set<string>(), log: [], claims: {} };

function rulingAt(...asked: readonly (readonly [by: Exchange["by"], url: string])[]) {
  const exchanges = asked.map(([by, url], id): Exchange => {
    const request = { method: "GET", url, headers: { "user-agent": "some-sp/1.0" } };
    return { id, at: 0, duration_ms: 1, by, request, messages: [] };
  });
  const [step] = observed([{}]).steps;
  if (step === undefined) throw new Error("no step");
  const scene = { seen: { ...step, exchanges }, names: {}, past: NOTHING_YET, lacking: [] };
  const [ruling, ...others] = judgeFetched({ kind: "fetched", place }, scene);
  expect(others).toEqual([]);
  return ruling;
}

it("an SP that asks for what everybody asks for has asked for nothing else", () => {
  const usual = ["oidc/acme/jwks", "saml/acme/metadata", "favicon.ico", "oidc/elsewhere", "oidc/acme/jwks?elsewhere/"];
  expect(
    rulingAt(...usual.map((path) => ["sp", `http://127.0.0.1:9400/${path}`] as const), [
      "browser",
      "http://127.0.0.1:9400/saml/acme/elsewhere/ada/more.dtd",
    ]),
  ).toMatchObject({ held: "held" });
});

it("who asks for an address that the message alone names is told with it, once, and without its query", () => {
  const url = "http://localhost:9400/saml/acme/elsewhere/ada/more.dtd?of=it";
  expect(rulingAt(["sp", url], ["sp", url])).toMatchObject({
    held: "not_held",
    actual: "it asked for GET /saml/acme/elsewhere/ada/more.dtd (some-sp/1.0)",
  });
});
