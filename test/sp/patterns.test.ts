import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createHttpAgent } from "../../harness/agent/http/index.ts";
import { matchesId } from "../../harness/plan/index.ts";
import { loadTarget } from "../../harness/scenario/index.ts";
import { createSp } from "../../harness/sp/index.ts";
import { failure, folder, json, later, serve } from "./support/world.ts";

/** Each takes longer than anybody waits on a text that is a fit but for its end. */
const CATASTROPHIC = {
  "a quantifier in a quantifier": ["(a+)+b", "a".repeat(60)],
  "two ways to read one letter": ["(?:a|a)*b", "a".repeat(60)],
  "words that may join": ["^(\\w+\\s?)*$", `${"a".repeat(60)}!`],
  "many that take whatever comes": [`${".*".repeat(20)}z`, "a".repeat(2_000)],
  "what was found before": ["(a*)*\\1b", "a".repeat(60)],
} as const;
const ENDS = "TOKEN = '([^']+)'";

/** A target whose session keeps what the pattern finds; the SP shows `page` to everybody. */
async function spWith(pattern: string, page: string) {
  const base_url = await serve((req, res) => {
    if (req.url === "/me")
      return req.headers.authorization === "Bearer t-1" ? json(res, { id: 7 }) : json(res, {}, 401);
    return res.writeHead(200, { "content-type": "text/html" }).end(page);
  });
  const file = join(folder(), "jitterbug.yaml");
  writeFileSync(
    file,
    `target: sp
base_url: ${base_url}
organizations: { acme: { verified_domains: [acme.test] } }
connections:
  acme-oidc: { organization: acme, protocol: oidc, client_id: a, redirect_uris: ["${base_url}/cb"], sign_in: GET / }
policy: { identity_key: iss_sub }
observe:
  session:
    request: GET /me
    headers: { authorization: "Bearer {{kept.token}}" }
    kept:
      token: { pattern: ${JSON.stringify(pattern)} }
    map: { account: $.id }
  accounts: [{ http: GET /accounts, each: "$[*]", map: { id: $.id } }]
`,
  );
  const sp = createSp({ target: loadTarget(file, { env: {} }), variables: {} });
  later(() => sp.close());
  const agent = createHttpAgent({ requestTimeoutMs: 5_000 });
  later(() => agent.close());
  const browser = agent.browser("ada");
  await browser.open(`${base_url}/`);
  return { sp, browser };
}

describe("a pattern of the target file that is kept", () => {
  test.each(Object.entries(CATASTROPHIC))(
    "is left after 2 s, and told with its place: %s",
    async (_, [pattern, page]) => {
      const { sp, browser } = await spWith(pattern, page);
      const told = {
        state: "unknown",
        reason: expect.stringMatching(
          /jitterbug\.yaml:12:25: the pattern of kept\.token has not come to an end after 2 s on .*\/ \(\d+ characters\)/,
        ) as unknown,
      };
      expect(await sp.session(browser)).toEqual(told);
      // Nor is it taken for one that finds nothing when it is asked for again.
      expect(await sp.session(browser)).toEqual(told);
    },
  );

  test("is found in two MiB of a page", async () => {
    const { sp, browser } = await spWith(ENDS, `${"TOKEN = x ".repeat(200_000)}TOKEN = 't-1'`);
    expect(await sp.session(browser)).toEqual({ state: "signed_in", account: "7" });
  });
});

test("a filter of a JSONPath is left after 2 s, and told with its driver's place", async () => {
  const base_url = await serve((_, res) => json(res, [{ id: 1, email: "a".repeat(60) }]));
  const file = join(folder(), "jitterbug.yaml");
  const each = "$[?search(@.email, '(a+)+b')]";
  writeFileSync(
    file,
    `target: sp
base_url: ${base_url}
organizations: { acme: { verified_domains: [acme.test] } }
connections:
  acme-oidc: { organization: acme, protocol: oidc, client_id: a, redirect_uris: ["${base_url}/cb"], sign_in: GET / }
policy: { identity_key: iss_sub }
observe:
  session: { request: GET /me, map: { account: $.id } }
  accounts: [{ http: GET /accounts, each: "${each}", map: { id: $.id } }]
`,
  );
  const sp = createSp({ target: loadTarget(file, { env: {} }), variables: {} });
  later(() => sp.close());
  const error = await failure(sp.overview("ns"));
  expect(error.code).toBe("ERR_OBSERVE");
  expect(error.message).toMatch(
    /http \(.*jitterbug\.yaml:9\) has a JSONPath in each that has not come to an end after 2 s/,
  );
  expect(error.hint).toContain("quantifier");
});

test.each([
  ["*", "mail-change", true],
  ["mail-*", "mail-change", true],
  ["*-change", "mail-change", true],
  ["m*l-*ge", "mail-change", true],
  ["mail-change", "mail-change", true],
  ["mail", "mail-change", false],
  ["a*a", "a", false],
  ["*mail", "mail-change", false],
  ["m*x*e", "mail-change", false],
  ["m.il-change", "mail-change", false],
  [`${"*a".repeat(200)}b`, "a".repeat(200), false],
])("%s stands for %s: %s", (pattern, id, matches) => {
  expect(matchesId(pattern, id)).toBe(matches);
});
