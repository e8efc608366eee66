import { describe, expect, test } from "vitest";
import { ADA, pusher, served } from "./support.ts";

const whom = { claims: ADA, id: "ada-7" };

/** A server that shows these people, `size` at most at a time; `total`: of how many it says that they are. */
function showing(ids: readonly string[], { size = 100, total = ids.length, deaf = false } = {}) {
  return served((req, res) => {
    const from = deaf ? 1 : Number(new URL(req.url ?? "", "http://localhost").searchParams.get("startIndex"));
    const page = ids.slice(from - 1, from - 1 + size).map((id) => ({ id }));
    res.end(JSON.stringify({ totalResults: total, startIndex: from, itemsPerPage: page.length, Resources: page }));
  });
}

describe("whether somebody is among those who are shown", () => {
  test("a filter asks for the userName of the dialect, as it is given", async () => {
    const { origin, asked } = await showing(["ada-7"]);
    const { client } = pusher(origin, "plain");
    expect(await client.find(whom)).toMatchObject({ outcome: "done", id: "ada-7" });
    expect(await client.find({ ...whom, id: "bea-8" })).toMatchObject({ outcome: "refused" });
    expect(asked[0]?.path).toBe('/Users?filter=userName eq "ada"&startIndex=1&count=100');
  });

  test("a list is read to its end, however short its pages are", async () => {
    const { origin, asked } = await showing(["a", "b", "c", "d", "ada-7"], { size: 2 });
    const { client } = pusher(origin, "plain");
    expect(await client.list(whom)).toMatchObject({ outcome: "done" });
    expect(asked.map(({ path }) => /startIndex=(\d+)/.exec(path)?.[1])).toEqual(["1", "3", "5"]);
    expect(await client.list({ ...whom, id: "bea-8" })).toMatchObject({ outcome: "refused" });
    expect(asked).toHaveLength(6);
    await client.list(whom, 3);
    expect(asked.at(-1)?.path).toBe("/Users?startIndex=5&count=3");
  });

  test.each([
    ["shows its first page whatever is asked for", { size: 2, total: 1_000_000, deaf: true }, 200, "unsupported"],
    ["says of more than it shows", { total: 1_000_000 }, 2, "refused"],
  ])("a server that %s has an end", async (_, how, requests, outcome) => {
    const { origin, asked } = await showing(["a", "b", "c"], how);
    expect(await pusher(origin, "plain").client.list(whom)).toMatchObject({ outcome });
    expect(asked).toHaveLength(requests);
  });

  test("what a server need not do it does not do; what it refuses otherwise it refuses", async () => {
    const { origin } = await served((req, res) => {
      const scimType = (req.url ?? "").includes("filter") ? "invalidFilter" : "invalidValue";
      res.writeHead(400).end(JSON.stringify({ scimType }));
    });
    const { client } = pusher(origin, "plain");
    expect(await client.find(whom)).toMatchObject({ outcome: "unsupported", why: 'HTTP 400: "invalidFilter"' });
    expect(await client.list(whom)).toMatchObject({ outcome: "refused" });
  });
});
