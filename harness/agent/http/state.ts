import type { CookieBox } from "./cookies.ts";
import type { Reach } from "../../reach.ts";
import type { Limits } from "./limits.ts";
import type { WireRequest, WireResponse } from "./wire.ts";

/** What the navigation of one browser needs of it. */
export interface BrowserState {
  readonly limits: Limits;
  readonly reach: Reach;
  readonly cookies: CookieBox;
  /** Aborted when the browser is closed. */
  readonly signal: AbortSignal;
  /** One request: cookies taken from its answer, the exchange recorded with the notes. Never throws. */
  send(request: WireRequest, notes: string[]): Promise<WireResponse>;
  record(at: number, duration: number, request: WireRequest, response: WireResponse, notes: readonly string[]): void;
}
