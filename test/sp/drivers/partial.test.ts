import { describe, expect, test } from "vitest";
import type { HttpAccountsDriver } from "../../../harness/scenario/model/index.ts";
import { httpDriver } from "../support/target.ts";
import { failure, serve } from "../support/world.ts";
import { open } from "./contract.ts";

interface Said {
  readonly status?: number;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: unknown;
  readonly driver?: Partial<HttpAccountsDriver>;
}

const USERS = Array.from({ length: 3 }, (_, id) => ({ id }));
const LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
const range = (value: string) => ({ "content-range": value });
const at = (target: string) => ({ request: { method: "GET" as const, target } });
const map = { id: "$.id" };
const everybody = { each: "$.Resources[*]", map };

/** What is read of an SP that answers so. */
async function reading({ status = 200, headers = {}, body = USERS, driver = {} }: Said) {
  const base_url = await serve((req, res) => {
    const page = Number(new URL(req.url ?? "", "http://x").searchParams.get("page") ?? 1);
    res.writeHead(status, { "content-type": "application/json", ...headers });
    res.end(JSON.stringify(page === 1 ? body : []));
  });
  return open({ dir: "/", base_url }, httpDriver({ map, ...driver }))
    .read("n1")
    .then((rows) => rows.length);
}

describe("a list that says that it is not whole is not taken for one", () => {
  const HINT = /pages or next/;
  test.each<readonly [string, Said, RegExp]>([
    [
      "206, of more",
      { status: 206, headers: range("0-2/1000") },
      /shows a part of the accounts \(Content-Range: 0-2\/1000\)/,
    ],
    ["206, of more, with a unit", { status: 206, headers: range("users 0-2/7") }, /a part of the accounts/],
    ["206, the end alone", { status: 206, headers: range("4-6/7") }, /a part of the accounts/],
    ["200, of more", { headers: range("items 0-2/9") }, /a part of the accounts/],
    ["a link to a next page", { headers: { link: '<?page=2>; rel="next"' } }, /names a next page \(Link: .*page=2/],
    [
      "a link to a next page among others",
      { headers: { link: "</?page=1>; rel=first, </?page=2>; title=more; rel=next" } },
      /names a next page/,
    ],
    ["a count beside it", { headers: { "x-total-count": "5" } }, /3 of 5 accounts \(X-Total-Count: 5\)/],
    [
      "a list of SCIM",
      { body: { schemas: [LIST], totalResults: 8, Resources: USERS }, driver: everybody },
      /3 of 8 accounts \(totalResults: 8\)/,
    ],
  ])("%s", async (_, said, told) => {
    const error = await failure(reading(said));
    expect(error.code).toBe("ERR_OBSERVE");
    expect(error.message).toMatch(told);
    expect(error.hint).toMatch(HINT);
  });
});

describe("a list is read", () => {
  test.each<readonly [string, Said]>([
    ["206, and whole", { status: 206, headers: range("0-2/3") }],
    ["206, of nobody knows how many", { status: 206, headers: range("0-2/*") }],
    ["206, and no more is said", { status: 206 }],
    ["206, in words that nobody knows", { status: 206, headers: range("all of them") }],
    ["200, and whole", { headers: range("users 0-2/3") }],
    ["a link to itself, and to the one before", { headers: { link: '</>; rel="self", </?page=0>; rel="prev"' } }],
    ["a link whose address says next", { headers: { link: '</?rel=next>; rel="help"' } }],
    ["a count of all, and whole", { headers: { "x-total-count": "3" } }],
    ["a count that is smaller", { headers: { "x-total-count": "1" } }],
    ["a count that is none", { headers: { "x-total-count": "many" } }],
    [
      "a count of all, where the request asks for one namespace",
      { headers: { "x-total-count": "5" }, driver: at("/accounts?q={{ns}}") },
    ],
    [
      "a count of all, where each leaves some out",
      { headers: { "x-total-count": "5" }, driver: { each: "$[?@.id >= 0]" } },
    ],
    ["a list of SCIM, and whole", { body: { schemas: [LIST], totalResults: 3, Resources: USERS }, driver: everybody }],
    ["a total that may be of anything", { body: { total: 9, Resources: USERS }, driver: everybody }],
    [
      "page by page, as the target file says",
      {
        status: 206,
        headers: { "content-range": "0-2/1000", link: '</?page=2>; rel="next"', "x-total-count": "1000" },
        driver: { pages: { kind: "number", parameter: "page", first: 1 } },
      },
    ],
  ])("%s", async (_, said) => expect(await reading(said)).toBe(3));

  test("nobody, of nobody", async () => {
    expect(await reading({ status: 206, headers: range("*/0"), body: [] })).toBe(0);
    expect(await reading({ headers: { link: '</?page=2>; rel="next"' }, body: [] })).toBe(0);
  });
});
