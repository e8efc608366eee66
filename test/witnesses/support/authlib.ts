import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Browser } from "../../../harness/agent/port.ts";
import type { IdpPerson, OidcFacts } from "../../../harness/idp/port.ts";
import { signIn } from "./kit.ts";

/** Debian's Python, which sees Debian's packages; a plain `python3` may be another one. */
const PYTHON = "/usr/bin/python3";
const CLIENT = new URL("authlib.py", import.meta.url).pathname;

/** What the relying party on Authlib says at the end: that it accepts, or why it does not. */
export type Testimony =
  | {
      readonly header: { readonly alg: string };
      readonly claims: { readonly [claim: string]: unknown };
      readonly userinfo: { readonly [claim: string]: unknown };
    }
  | { readonly refused: string; readonly because: string };

export interface AuthlibOptions {
  readonly facts: OidcFacts;
  readonly client_auth: "client_secret_basic" | "client_secret_post" | "none";
  readonly redirect_uri: string;
  readonly proxy: string;
}

/** One sign-in from discovery to UserInfo. Nothing listens at the redirect URI: the address is all that is needed. */
export async function askAuthlib(options: AuthlibOptions, browser: Browser, person: IdpPerson): Promise<Testimony> {
  const { facts, ...rest } = options;
  const { issuer, discovery_url, client_id, client_secret } = facts;
  const child = spawn(PYTHON, ["-I", CLIENT], { stdio: ["pipe", "pipe", "inherit"], timeout: 20_000 });
  child.stdin.on("error", () => {}); // it refused and is gone: what it said counts
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const hear = async (): Promise<unknown> => {
      const { value, done } = await lines.next();
      if (done === true) throw new Error("Authlib's relying party ended without a word");
      return JSON.parse(value);
    };
    child.stdin.write(`${JSON.stringify({ issuer, discovery_url, client_id, client_secret, ...rest })}\n`);
    const first = (await hear()) as Testimony | { readonly authorization_url: string };
    if (!("authorization_url" in first)) return first;
    const { url } = await signIn(browser, first.authorization_url, person);
    child.stdin.write(`${url}\n`);
    return (await hear()) as Testimony;
  } finally {
    child.kill("SIGKILL");
  }
}
