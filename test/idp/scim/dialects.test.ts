import { expect, test } from "vitest";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { SCIM_DIALECT_NAMES, SCIM_DIALECTS, type ScimDialectName } from "../../../harness/idp/profiles/index.ts";
import { scimServer, TOKEN, type ScimStore } from "../../sp/support/scim.ts";
import { ADA, pusher, served } from "./support.ts";

/** SCIMMY, which another author wrote. */
async function scimmy(store: ScimStore): Promise<string> {
  const server = createServer(scimServer(store));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`;
}

test.each(SCIM_DIALECT_NAMES)("SCIMMY understands %s, and says so where it does not", async (dialect) => {
  const store: ScimStore = { users: [], groups: [] };
  const { client } = pusher(await scimmy(store), dialect, { token: TOKEN });
  const made = await client.create(ADA);
  expect(made).toMatchObject({ outcome: "done", id: "u1" });
  const whom = { claims: { ...ADA, given_name: "Augusta" }, id: made.id };
  expect(await client.patch(whom)).toMatchObject({ outcome: "done" });
  // Entra ID's text is refused (400): a lawful answer, which leaves the person as they were.
  const strict = dialect !== "entra";
  expect(await client.setActive(whom, false)).toMatchObject({ outcome: strict ? "done" : "refused" });
  expect(await client.remove(whom, true)).toMatchObject({ outcome: "done" });
});

test("who shows another token is refused, whatever is asked", async () => {
  const { client } = pusher(await scimmy({ users: [], groups: [] }), "okta-custom", { token: "another" });
  expect(await client.create(ADA)).toMatchObject({
    outcome: "refused",
    why: expect.stringContaining("HTTP 401") as unknown,
  });
});

const OFF: { readonly [dialect in ScimDialectName]: unknown } = {
  plain: [{ op: "replace", path: "active", value: false }],
  "okta-catalogue": [{ op: "replace", value: { active: false } }],
  "okta-custom": "PUT",
  entra: [{ op: "Replace", path: "active", value: "False" }],
  "entra-compliant": [{ op: "replace", path: "active", value: false }],
  onelogin: [{ op: "replace", path: "active", value: false }],
};

test.each(SCIM_DIALECT_NAMES)("%s deactivates in its own form", async (dialect) => {
  const { origin, asked } = await served((req, res) => {
    req.resume();
    res.writeHead(200, { "content-type": "application/scim+json" }).end('{"id":"7"}');
  });
  await pusher(origin, dialect).client.setActive({ claims: ADA, id: "7" }, false);
  const last = asked.at(-1);
  if (OFF[dialect] === "PUT") {
    expect(last).toMatchObject({ method: "PUT", body: { active: false, id: "7" } });
    expect(last?.body).not.toHaveProperty("externalId");
    expect(last?.body).not.toHaveProperty("password");
  } else expect(last).toMatchObject({ method: "PATCH", path: "/Users/7", body: { Operations: OFF[dialect] } });
});

test("what each knows a person by, and what it sends of what they have not", () => {
  const { preferred_username: _, given_name: __, family_name: ___, name: ____, ...bare } = ADA;
  const sent = (dialect: ScimDialectName) => SCIM_DIALECTS[dialect].person.value(bare);
  expect(sent("entra")).toMatchObject({ externalId: "ada", userName: "ada@acme.test" });
  expect(sent("okta-custom")).toMatchObject({ externalId: "ada-1", userName: "ada@acme.test", groups: [] });
  expect(sent("onelogin")).toMatchObject({ name: { givenName: null }, displayName: null });
  expect(sent("plain")).not.toHaveProperty("name");
});

test("whoever is found is changed, and nobody made", async () => {
  const found = JSON.stringify({ totalResults: 1, Resources: [{ id: "7" }] });
  const { origin, asked } = await served((req, res) => {
    req.resume();
    res.writeHead(200, { "content-type": "application/scim+json" }).end(req.method === "GET" ? found : '{"id":"7"}');
  });
  expect(await pusher(origin, "entra").client.create(ADA)).toMatchObject({ outcome: "done", id: "7" });
  expect(asked.map(({ method }) => method)).toEqual(["GET", "PATCH"]);
  expect(asked[0]?.path).toContain('filter=userName eq "ada@acme.test"');
});

test("who is asked for by an id is read where the answer is theirs, and changed without being read where they are another's", async () => {
  const { origin, asked } = await served((req, res) => {
    req.resume();
    const theirs = req.url?.endsWith("/7") === true;
    const empty = '{"totalResults":0,"Resources":[]}';
    res.writeHead(200, { "content-type": "application/scim+json" }).end(theirs ? '{"id":"7"}' : empty);
  });
  const { client } = pusher(origin, "plain");
  expect(await client.read({ claims: ADA, id: "7" })).toMatchObject({ outcome: "done" });
  expect(await client.read({ claims: ADA, id: "8" })).toMatchObject({
    outcome: "refused",
    why: "HTTP 200 at GET /Users/8, and no such user",
  });
  await client.replace({ claims: ADA, id: "7", unread: true });
  expect(asked.map(({ method }) => method)).toEqual(["GET", "GET", "PUT"]);
});
