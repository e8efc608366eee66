import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { examineScim } from "../../../harness/sp/doctor/scim.ts";
import type { Patient } from "../../../harness/sp/doctor/options.ts";
import { KitClient } from "../../../harness/sp/index.ts";
import { scimCaller } from "../../../harness/sp/scim.ts";
import { served } from "../../idp/scim/support.ts";

/** What the doctor says of a SCIM server; no other part of an SP is looked at. */
async function told(base: string, policy: { readonly scim?: "off" } = {}) {
  const place = { file: "jitterbug.yaml", line: 9, column: 7 };
  const server = { base, headers: {}, auth: { kind: "bearer", token: "t" } as const, dialect: "plain", place } as const;
  const organizations = [{ name: "acme", verified_domains: ["acme.test"], policy, scim: server, place }];
  const caller = scimCaller(server, base, new KitClient({ allowRemote: [], timeoutMs: 2_000 }));
  const patient: unknown = { sp: { scim: () => caller }, target: { policy: {}, organizations }, ns: "dabc" };
  return examineScim(patient as Patient);
}

function answers(status: number, body: string): RequestListener {
  return (req, res) => {
    req.resume();
    res.writeHead(status).end(body);
  };
}

test.each([
  ["the token is refused", 401, "{}", "is refused: HTTP 401", "auth"],
  ["it leads elsewhere", 302, "", "answered HTTP 302: no IdP follows that", "base"],
  ["it is an application's page", 200, "<html>", "answered HTTP 200 with no list of SCIM's: <html>", "base"],
  ["nothing is there", 404, "no such page", "answered HTTP 404: no such page", "base"],
])("%s", async (_, status, body, message, cure) => {
  const { origin, asked } = await served(answers(status, body));
  const findings = await told(origin);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ topic: "scim", ok: false });
  expect(findings[0]?.message).toContain(`(scim, jitterbug.yaml:9) ${message}`);
  expect(findings[0]?.hint).toContain(`correct scim: ${cure}`);
  expect(asked).toHaveLength(1);
});

test("it is away", async () => {
  const [finding] = await told("http://127.0.0.1:9");
  expect(finding).toMatchObject({ ok: false, message: expect.stringContaining("nothing listens there") as unknown });
});

test.each([
  [200, '{"totalResults":0}'],
  [400, '{"scimType":"invalidFilter"}'],
])("a server that answers HTTP %i is well", async (status, body) => {
  const { origin } = await served(answers(status, body));
  expect(await told(origin)).toMatchObject([{ topic: "scim", ok: true }]);
});

test("where pushes are declared off, nobody is asked", async () => {
  const { origin, asked } = await served(answers(403, ""));
  expect(await told(origin, { scim: "off" })).toEqual([]);
  expect(asked).toEqual([]);
});
