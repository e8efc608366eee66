import { expect, test } from "vitest";
import { PICK_FIELD, PICK_FORM } from "../../harness/idp/port.ts";
import { localPath } from "../../sp-reference/session/return-to.ts";
import { ELSEWHERE } from "../elsewhere.ts";
import { openWorld, person } from "./world.ts";

const HERE = {
  "/account": "/account",
  "/": "/",
  "/a/b?c=d&e=//f": "/a/b?c=d&e=//f",
  "/a/../b#part": "/b",
  "/ä": "/%C3%A4",
};

test.each(ELSEWHERE)("%j leads to the account page", (wanted) => {
  expect(localPath(wanted)).toBe("/account");
});

test.each(Object.entries(HERE))("%j leads to %j", (wanted, path) => {
  expect(localPath(wanted)).toBe(path);
});

test.each([undefined, ["//evil.test"], { a: "/" }, 7])("what is no text (%j) leads to the account page", (wanted) => {
  expect(localPath(wanted)).toBe("/account");
});

/** The Location that a whole sign-in ends with. */
async function lastAddress(connection: string, wanted: string, defects: readonly string[] = []): Promise<string> {
  const world = await openWorld({ connections: [connection], defects });
  const key = "ada";
  world.idps.admit(connection, { key, claims: person("ada", "acme.test") });
  const browser = world.browser();
  await browser.open(`${world.baseUrl}/auth/${connection}?return_to=${encodeURIComponent(wanted)}`);
  const page = await browser.submit(PICK_FORM, { [PICK_FIELD]: key });
  return page?.url.replace(world.baseUrl, "") ?? "no page";
}

test.each(["acme-oidc", "acme-saml"])(
  "a sign-in at %s ends where it was asked to, or at the account page",
  async (connection) => {
    expect(await lastAddress(connection, "/?x=1")).toBe("/?x=1");
    expect(await lastAddress(connection, "/.//evil.test")).toBe("/account");
    expect(await lastAddress(connection, "/x/..\\..\\/evil.test")).toBe("/account");
  },
);

test.each([
  ["return-to-unchecked", "https://evil.test/"],
  ["return-to-prefix", "/\\evil.test"],
  ["return-to-before-folding", "/.//evil.test"],
] as const)("the defect %s leads to another host", async (defect, wanted) => {
  expect(await lastAddress("acme-oidc", wanted, [defect])).toMatch(/^https?:\/\/evil\.test/);
});
