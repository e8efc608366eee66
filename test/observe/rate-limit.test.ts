import { expect, it } from "vitest";
import { rateLimitIn } from "../../harness/observe/rate-limit.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");

it.each([
  ["seconds", { "retry-after": "30" }, { wait_ms: 30_000 }],
  ["a moment", { "retry-after": "Sun, 01 Mar 2026 12:00:10 GMT" }, { wait_ms: 10_000 }],
  ["a moment that is over", { "retry-after": "Sun, 01 Mar 2026 11:00:00 GMT" }, { wait_ms: 0 }],
  [
    "the headers of the first drafts",
    { "ratelimit-limit": "100, 100;w=60", "ratelimit-remaining": "0", "ratelimit-reset": "7" },
    { wait_ms: 7_000, limit: 100, window_s: 60, remaining: 0 },
  ],
  [
    "one header for all",
    { ratelimit: "limit=10, remaining=0, reset=5", "ratelimit-policy": "10;w=60" },
    { wait_ms: 5_000, limit: 10, window_s: 60, remaining: 0 },
  ],
  [
    "structured fields",
    { ratelimit: '"default";r=0;t=5', "ratelimit-policy": '"default";q=10;w=60' },
    { wait_ms: 5_000, limit: 10, window_s: 60, remaining: 0 },
  ],
  ["older: seconds", { "x-ratelimit-limit": "60", "x-ratelimit-reset": "5" }, { wait_ms: 5_000, limit: 60 }],
  ["older: a moment in seconds", { "x-ratelimit-reset": String(NOW / 1_000 + 9) }, { wait_ms: 9_000 }],
  ["older: a moment in milliseconds", { "x-ratelimit-reset": String(NOW + 9_000) }, { wait_ms: 9_000 }],
  ["Retry-After goes first", { "retry-after": "1", "ratelimit-reset": "60" }, { wait_ms: 1_000 }],
  ["no number", { "retry-after": "soon" }, {}],
])("%s", (_, headers, limit) => {
  const { told, ...rest } = rateLimitIn(headers, NOW) ?? { told: "" };
  expect(rest).toEqual(limit);
  expect(told).not.toBe("");
});

it("tells the headers as people write them, and none that are hostile", () => {
  const headers = { "retry-after": "5", "x-ratelimit-limit": ["3"], "ratelimit-reset": "1\u001b[31m" };
  expect(rateLimitIn(headers, NOW)?.told).toBe("Retry-After: 5, X-RateLimit-Limit: 3");
  expect(rateLimitIn({ date: "x" }, NOW)).toBeNull();
});
