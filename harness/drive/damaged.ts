import { setTimeout as pause } from "node:timers/promises";
import { isDamage } from "../sp/index.ts";
import type { World } from "./world.ts";

/** An SP may be started anew, or write a file that is being read. */
const PATIENCE_MS = 8_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_000;

/** Reads the accounts; where they look destroyed, again for a while. Throws what the last read threw. */
export async function againAndAgain<T>(read: () => Promise<T>, world: World): Promise<T> {
  const { sp, signal } = world;
  const until = world.now() + PATIENCE_MS;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    try {
      return await read();
    } catch (error) {
      if (!isDamage(error) || sp.exited !== null || signal?.aborted === true || world.now() + wait > until) throw error;
      await pause(wait);
    }
  }
}
