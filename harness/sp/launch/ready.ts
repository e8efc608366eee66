import { setTimeout as pause } from "node:timers/promises";
import type { RequestLine } from "../../scenario/model/index.ts";
import { RequestFailed, type KitClient } from "../request.ts";

const FIRST_POLL_MS = 20;
const LONGEST_POLL_MS = 200;
/** A server that is only coming up may leave its first requests lying. */
const FIRST_REQUEST_MS = 2_000;

/** What was last seen of an SP that is not ready: `answered 503`, `nothing listens there`. */
export interface ReadyProbe {
  /** Resolves true when ready, false when `deadline` has passed or `stopped` says that waiting is of no use. */
  wait(deadline: number, stopped: () => boolean): Promise<boolean>;
  readonly lastSeen: string;
  /** What to do where it never was. */
  readonly hint: string;
  /** Wants every line that the SP prints. */
  readonly heard?: (line: string) => void;
}

/** Ready is an answer below 400: a 404 or 401 may come from a server that has not mounted its routes yet. */
export function requestProbe(line: RequestLine, base_url: string, client: KitClient, where = "start"): ReadyProbe {
  let lastSeen: string | null = null;
  async function once({ timeoutMs, isLast }: { timeoutMs: number; isLast: boolean }): Promise<boolean> {
    try {
      const { status } = await client.send({
        method: line.method,
        url: new URL(line.target, `${base_url}/`).href,
        timeoutMs,
      });
      lastSeen = `${line.method} ${line.target} answered ${status}`;
      return status >= 200 && status < 400;
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      // Cut short by the end of the waiting, it says nothing of the SP.
      if (isLast && error.kind === "timeout" && lastSeen !== null) return false;
      lastSeen = `${line.method} ${line.target}: ${error.message}`;
      return false;
    }
  }
  return {
    hint: `${where}.ready must be a request that answers below 400 once it is up; ${longer(where)}`,
    get lastSeen() {
      return lastSeen ?? "nothing yet";
    },
    async wait(deadline, stopped) {
      let patience = FIRST_REQUEST_MS;
      for (let wait = FIRST_POLL_MS; !stopped(); wait = Math.min(wait * 1.5, LONGEST_POLL_MS)) {
        const left = deadline - Date.now();
        if (left <= 0) return false;
        const began = Date.now();
        if (await once({ timeoutMs: Math.min(left, patience), isLast: left < patience })) return !stopped();
        if (Date.now() - began >= patience) patience = Math.min(patience * 2, client.timeoutMs);
        await pause(wait);
      }
      return false;
    },
  };
}

/** Ready is a line of its output that holds a text, so many times. */
export function logProbe(text: string, { times = 1, where = "start" } = {}): ReadyProbe {
  let found = 0;
  return {
    hint: `${where}.ready.log must be part of a line that is printed; ${longer(where)}`,
    get lastSeen() {
      return found === 0 ? `no line of its output held "${text}"` : `"${text}" came ${found} times of ${times}`;
    },
    heard(line) {
      if (line.includes(text)) found++;
    },
    async wait(deadline, stopped) {
      const isOver = () => found >= times || stopped() || Date.now() >= deadline;
      while (!isOver()) await pause(FIRST_POLL_MS);
      return found >= times;
    },
  };
}

/** Ready is what a look inside says: null once it is, else what was seen. */
export function lookProbe(look: () => Promise<string | null>, hint: string): ReadyProbe {
  let lastSeen = "nothing yet";
  return {
    hint,
    get lastSeen() {
      return lastSeen;
    },
    async wait(deadline, stopped) {
      for (
        let wait = FIRST_POLL_MS;
        !stopped() && Date.now() < deadline;
        wait = Math.min(wait * 1.5, LONGEST_POLL_MS)
      ) {
        const seen = await look();
        if (seen === null) return !stopped();
        lastSeen = seen;
        await pause(wait);
      }
      return false;
    },
  };
}

/** Of `container.services.db` too: the time is given to the container as a whole. */
function longer(where: string): string {
  return `${where.split(".")[0]}.timeout gives it longer`;
}
