import { setTimeout as pause } from "node:timers/promises";
import { rateLimitIn } from "../observe/rate-limit.ts";

interface Answer {
  readonly status: number | null;
  readonly headers?: { readonly [name: string]: string | readonly string[] };
}

/** Where the answer does not say when it may go on: before the second try, and before the third. */
const WAITS_MS = [500, 2_000];
const LONGEST_MS = 60_000;

/**
 * Asks, and asks again where the SP takes no more for now (429: nothing of it was done), as soon as it may go on, but
 * neither for ever nor for long. What it answers last is the answer.
 */
export async function patiently<T extends Answer | null>(ask: () => Promise<T>): Promise<T> {
  let answer = await ask();
  for (const short of WAITS_MS) {
    if (answer?.status !== 429) return answer;
    const wait = rateLimitIn(answer.headers ?? {}, Date.now())?.wait_ms ?? short;
    if (wait > LONGEST_MS) return answer;
    await pause(wait);
    answer = await ask();
  }
  return answer;
}
