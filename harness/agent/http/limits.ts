import type { AgentOptions } from "../port.ts";

/** The bounds of an agent, all set: a hostile server may waste this much and no more. */
export interface Limits {
  readonly maxRedirects: number;
  readonly maxBodyBytes: number;
  readonly maxHeaderBytes: number;
  readonly requestTimeoutMs: number;
  readonly maxRefreshSeconds: number;
  readonly maxCookies: number;
  readonly laxPostMs: number;
}

export function limitsOf(options: AgentOptions): Limits {
  return {
    maxRedirects: options.maxRedirects ?? 20,
    maxBodyBytes: options.maxBodyBytes ?? 2 * 1024 * 1024,
    maxHeaderBytes: options.maxHeaderBytes ?? 256 * 1024,
    requestTimeoutMs: options.requestTimeoutMs ?? 10_000,
    maxRefreshSeconds: options.maxRefreshSeconds ?? 3,
    maxCookies: options.maxCookies ?? 180,
    laxPostMs: options.laxPostMs ?? 120_000,
  };
}
