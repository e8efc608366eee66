import { expect, test } from "vitest";
import { asAnother, asNobody, oneDoor } from "../../harness/sp/scim.ts";
import type { ScimServer } from "../../harness/scenario/model/index.ts";
import { PLACE } from "./support/target.ts";

const server = (organization: string, parts: Partial<ScimServer> = {}): ScimServer => ({
  base: `http://localhost:1/${organization}`,
  headers: {},
  auth: { kind: "bearer", token: organization },
  dialect: "plain",
  place: PLACE,
  ...parts,
});

test("another one's directory speaks to the address of the one, with its own token", () => {
  const [ours, theirs] = [server("ours"), server("theirs")];
  expect(asAnother(ours, theirs)).toEqual({ ...ours, auth: theirs.auth });
});

test("what lets somebody in may be a header, and what names the organization, too", () => {
  const by = (name: string): ScimServer => {
    const { auth: _, ...rest } = server(name, { headers: { "X-Api-Key": name, "X-Tenant": name } });
    return rest;
  };
  const [ours, theirs] = [by("ours"), by("theirs")];
  expect(asAnother(ours, theirs).headers).toEqual({ "X-Tenant": "ours", "X-Api-Key": "theirs" });
  expect(asAnother(ours, theirs)).not.toHaveProperty("auth");
  expect(asNobody(ours, "none").headers).toEqual({ "X-Tenant": "ours" });
});

test("two organizations at one address, or of one token, are not told apart by it", () => {
  const common = { base: "http://localhost:1/scim" };
  const token = { auth: { kind: "bearer", token: "of-all" } } as const;
  expect(oneDoor(server("ours"), server("theirs"))).toBeNull();
  expect(oneDoor(server("ours", common), server("theirs", common))).toMatch(/at one address/);
  expect(oneDoor(server("ours", token), server("theirs", token))).toMatch(/one token/);
});

test("a header may tell the organizations of one address apart", () => {
  const at = (name: string) => server(name, { base: "http://localhost:1/scim", headers: { "X-Tenant": name } });
  expect(oneDoor(at("ours"), at("theirs"))).toBeNull();
});
