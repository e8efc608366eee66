import { expect, it } from "vitest";
import { PROFILES } from "../../harness/idp/profiles/index.ts";
import { jitterbug } from "./command-line.ts";

it("every profile is listed, as text and as data, and the data says what each facet rests on", async () => {
  const text = await jitterbug(["profiles"]);
  const data = await jitterbug(["profiles", "--json"]);
  expect([text.status, data.status]).toEqual([0, 0]);
  const all = JSON.parse(data.stdout) as { name: string; oidc: null | { facets: object; sample: object } }[];
  expect(all.map(({ name }) => name)).toEqual(Object.keys(PROFILES));
  for (const [name, { title }] of Object.entries(PROFILES))
    expect(text.stdout).toMatch(new RegExp(`^${name} .*${title}$`, "m"));
  expect(all.find(({ name }) => name === "entra")?.oidc).toMatchObject({
    facets: { withheld: { source: { mark: "S", url: expect.stringContaining("https://") } }, names: "plain" },
    sample: { id_token: { ver: "2.0", tid: expect.any(String) } },
  });
});

it("one is shown with its sources and its samples; a slip of the pen is told", async () => {
  const { stdout, status } = await jitterbug(["profiles", "google"]);
  expect(status).toBe(0);
  expect(stdout).toContain("No groups, and no preferred_username.");
  expect(stdout).toContain('"hd": "acme.test"');
  expect(stdout).toMatch(/^ +<saml:NameID Format="[^"]+:emailAddress">ada/m);
  expect(await jitterbug(["profiles", "okat"])).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("Did you mean `okta`?"),
  });
});
