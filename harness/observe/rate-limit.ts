import { defined } from "../defined.ts";
/**
 * What a server tells of its limit on requests, in the spellings that are met: Retry-After (RFC 9110, section 10.2.3),
 * RateLimit and RateLimit-Policy as their drafts had them one after another (draft-ietf-httpapi-ratelimit-headers),
 * and the X-RateLimit-* that came before them.
 */
export interface RateLimit {
  /** Milliseconds until it may go on. */
  readonly wait_ms?: number;
  /** So many requests in so many seconds. */
  readonly limit?: number;
  readonly window_s?: number;
  /** Requests that are left in this window. */
  readonly remaining?: number;
  /** The headers as they came, for a person: `Retry-After: 30, RateLimit-Limit: 10`; empty where there were none. */
  readonly told: string;
}

type Headers = { readonly [name: string]: string | readonly string[] };

const NAMES = ["retry-after", "ratelimit", "ratelimit-policy", "ratelimit-limit", "ratelimit-remaining"] as const;
const ALL = [...NAMES, "ratelimit-reset", "x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"] as const;
const SPELLED: { readonly [word: string]: string } = { ratelimit: "RateLimit", x: "X" };
/** Numbers above these are moments, in seconds and in milliseconds since the epoch. */
const MOMENT_S = 1e9;
const MOMENT_MS = 1e12;

/** `now`: milliseconds since the epoch, for limits that name a moment. Null where no header tells of a limit. */
export function rateLimitIn(headers: Headers, now: number): RateLimit | null {
  const present = ALL.flatMap((name) => {
    const value = first(headers[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  if (present.length === 0) return null;
  const value = new Map<string, string>(present);
  const structured = parameters(value.get("ratelimit") ?? "");
  const policy = parameters(value.get("ratelimit-policy") ?? value.get("ratelimit-limit") ?? "");
  const wait = waitOf(value, structured, now);
  const remaining =
    number(value.get("ratelimit-remaining") ?? value.get("x-ratelimit-remaining")) ??
    structured.get("r") ??
    structured.get("remaining");
  const limit =
    policy.get("q") ??
    structured.get("limit") ??
    number(value.get("ratelimit-limit") ?? value.get("x-ratelimit-limit") ?? value.get("ratelimit-policy"));
  const window = policy.get("w") ?? structured.get("w");
  return {
    ...defined({ wait_ms: wait, limit, window_s: window, remaining }),
    told: present.map(([name, text]) => `${spelled(name)}: ${text}`).join(", "),
  };
}

/** What Retry-After says goes first: it is meant for this very answer. */
function waitOf(
  value: ReadonlyMap<string, string>,
  structured: ReadonlyMap<string, number>,
  now: number,
): number | undefined {
  const after = value.get("retry-after");
  const seconds = number(after);
  if (seconds !== undefined) return seconds * 1_000;
  const moment = after === undefined ? Number.NaN : Date.parse(after);
  if (!Number.isNaN(moment)) return Math.max(0, moment - now);
  const reset =
    structured.get("t") ??
    structured.get("reset") ??
    number(value.get("ratelimit-reset") ?? value.get("x-ratelimit-reset"));
  if (reset === undefined) return undefined;
  if (reset > MOMENT_MS) return Math.max(0, reset - now);
  return reset > MOMENT_S ? Math.max(0, reset * 1_000 - now) : reset * 1_000;
}

/** The numbers of `"default";q=100;w=60` or of `limit=100, remaining=0, reset=30`. */
function parameters(text: string): ReadonlyMap<string, number> {
  return new Map(
    [...text.matchAll(/(?:^|[;,\s])([a-z]+)\s*=\s*(\d+(?:\.\d+)?)/gi)].map(([, name = "", digits]) => [
      name.toLowerCase(),
      Number(digits),
    ]),
  );
}

/** The number with which a value begins: `100`, `100, 100;w=60`. */
function number(text: string | undefined): number | undefined {
  const digits = /^\s*(\d+(?:\.\d+)?)\s*(?:$|[,;])/.exec(text ?? "")?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function first(value: string | readonly string[] | undefined): string | undefined {
  const text = typeof value === "string" ? value : value?.[0];
  return text === undefined || !/^[ -~]{1,120}$/.test(text) ? undefined : text;
}

/** `x-ratelimit-reset` as people write it. */
function spelled(name: string): string {
  return name
    .split("-")
    .map((word) => SPELLED[word] ?? word.charAt(0).toUpperCase() + word.slice(1))
    .join("-");
}
